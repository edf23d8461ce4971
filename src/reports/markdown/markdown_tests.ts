import { counted } from "../../base/text/counted.ts";
import type { MetricComparison, NoiseFloor } from "../../records/comparison.ts";
import type { MetricValue } from "../../records/metric_value.ts";
import type { MetricFacts, RunSummary, VariantSummary } from "../../records/summary.ts";
import { findingText, NOT_SIGNIFICANT } from "../sections/difference_text.ts";
import {
  intervalText,
  NO_VALUE,
  numberText,
  pNumber,
  signedIntervalText,
  signedText,
  sizeText,
} from "../sections/format.ts";
import { familyOf, P_MEANING, SWAP_P_MEANING } from "../sections/p_values.ts";
import { escaped, table } from "./markdown_text.ts";
import { shownVariants } from "../sections/shown_variants.ts";

const MOST_VARIANTS = 50;

/** Significance of the differences from the baseline, for each metric that is compared. */
export function* markdownTests(summary: RunSummary): Iterable<string> {
  const compared = shownVariants(summary, MOST_VARIANTS).filter(({ comparison }) => comparison);
  if (compared.length === 0) return;
  yield "\n## Statistical significance\n\n";
  yield `Differences from ${escaped(summary.manifest.compareWith)}, paired by video. A variant is `;
  yield "better or worse if there are at least six groups, p and permutation p are at most 0.05, the difference ";
  yield "exceeds the noise floor (where it was measured), and the adjusted p is at most 0.05. ";
  yield `${NOT_SIGNIFICANT}\n\n`;
  yield `- _p_: ${P_MEANING}\n- _permutation p_: ${SWAP_P_MEANING}\n`;
  yield "- _adjusted p_: the larger of both, Holm-adjusted for the comparisons of all variants by that metric; ";
  yield "variants with equal scores count once, those with the baseline's scores do not\n";
  yield "- _detectable_: smallest improvement detected with 80 % power in a single comparison; changes for the worse, ";
  yield "and any change after correction for several comparisons, must be larger\n";
  for (const metric of summary.metrics) {
    if (compared.some(({ comparison }) => comparison!.metrics[metric.name])) {
      yield* metricTests(metric, { compared, noise: summary.noise });
    }
  }
  yield* otherTests(compared);
}

function* metricTests(
  { name, title }: MetricFacts,
  { compared, noise }: { compared: readonly VariantSummary[]; noise: NoiseFloor | null },
): Iterable<string> {
  yield `\n### ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n`;
  const floor = noise?.metrics[name];
  if (!floor) yield "The noise floor was not measured; `--repeat-baseline 2` measures it.\n\n";
  else if (floor.bound === null) yield `No noise floor: ${escaped(floor.reason)}.\n\n`;
  const judged = compared.map(({ comparison }) => comparison!.metrics[name]!);
  const family = familyOf(judged);
  if (family > 0) yield `Adjusted for ${counted(family, "comparison")}.\n\n`;
  yield* table(
    [
      ...["variant", "difference", "95 % CI", "p", "permutation p", "adjusted p"],
      ...["noise", "detectable", "finding"],
    ],
    compared.map((variant) => testCells(variant.name, variant.comparison!.metrics[name]!)),
  );
}

function testCells(name: string, comparison: MetricComparison): string[] {
  const { difference, test, swapTest, adjustedP, noise, detectable, finding, doubt } = comparison;
  return [
    escaped(name),
    signedText(difference),
    signedIntervalText(difference.interval),
    probabilityText(test.p),
    probabilityText(swapTest.pTwoSided),
    probabilityText(adjustedP.value),
    noise === null ? NO_VALUE : `±${sizeText(noise)}`,
    detectable.value === null ? NO_VALUE : sizeText(detectable.value),
    doubt === null ? `**${finding}**` : `${findingText(finding)}: ${escaped(doubt)}`,
  ];
}

/** Common tests that ignore groups, with that caveat. */
function* otherTests(compared: readonly VariantSummary[]): Iterable<string> {
  yield "\n### Tests that ignore groups\n\nThese tests treat videos as independent. Where groups have several ";
  yield "videos they are not, so that these p-values tend to be too small; no finding depends on them. McNemar's test counts ";
  yield "the videos that only one of the two classifies correctly.\n\n";
  yield* table(
    [
      "variant",
      "only variant correct",
      "only baseline correct",
      "McNemar p",
      "DeLong z",
      "DeLong p",
    ],
    compared.map(({ name, comparison }) => {
      const { mcNemar, deLong } = comparison!;
      return [
        escaped(name),
        String(mcNemar.onlyFirstRight),
        String(mcNemar.onlySecondRight),
        probabilityText(mcNemar.pTwoSided),
        valueText(deLong.z),
        probabilityText(deLong.pTwoSided.value),
      ];
    }),
  );
}

/** Metrics of single faces. */
export function* markdownFaces(summary: RunSummary): Iterable<string> {
  const { faceMetrics, variants } = summary;
  if (
    !variants.some((variant) => faceMetrics.some(({ name }) => variant.faceMetrics[name]!.n > 0))
  ) {
    return;
  }
  yield "\n## Single faces\n\nEvery face that the variant's classifiers scored, with the label of its video, ";
  yield "before pooling. Variants that differ only in pooling have the same values.\n\n";
  yield* table(
    ["variant", "faces", ...faceMetrics.flatMap(({ title }) => [title, "95 % CI"])],
    shownVariants(summary, MOST_VARIANTS).map((variant) => [
      escaped(variant.name),
      String(variant.faceMetrics[faceMetrics[0]!.name]!.n),
      ...faceMetrics.flatMap(({ name }) => {
        const estimate = variant.faceMetrics[name]!;
        return [numberText(estimate), intervalText(estimate.interval)];
      }),
    ]),
  );
}

function probabilityText(p: number | null): string {
  return p === null ? NO_VALUE : escaped(pNumber(p));
}

function valueText(value: MetricValue): string {
  return value.value === null ? NO_VALUE : value.value.toFixed(2);
}
