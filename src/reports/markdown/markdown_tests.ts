import type { MetricComparison, NoiseFloor } from "../../records/comparison.ts";
import type { MetricValue } from "../../records/metric_value.ts";
import type { MetricFacts, RunSummary, VariantSummary } from "../../records/summary.ts";
import { NOT_SHOWN } from "../sections/difference_text.ts";
import {
  intervalText,
  NO_VALUE,
  numberText,
  pText,
  signedIntervalText,
  signedText,
  sizeText,
} from "../sections/format.ts";
import { escaped, table } from "./markdown_text.ts";
import { shownVariants } from "../sections/shown_variants.ts";

const MOST_VARIANTS = 50;

/** What the differences from the baseline amount to, for each metric that is compared. */
export function* markdownTests(summary: RunSummary): Iterable<string> {
  const compared = shownVariants(summary, MOST_VARIANTS).filter(({ comparison }) => comparison);
  if (compared.length === 0) return;
  yield "\n## Is it real?\n\n";
  yield `Differences from ${
    escaped(summary.manifest.compareWith)
  }, paired by video. A variant is called `;
  yield "better or worse only if the 95 % interval leaves zero out, the difference exceeds the noise floor, ";
  yield `and swapping the two at random by groups rarely gives as much (p at most 0.05). ${NOT_SHOWN} `;
  yield "_p_: of that swap test. _After Holm_: corrected for the number of variants. _Would show_: the smallest difference that ";
  yield "these videos would have shown in 4 cases of 5.\n";
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
  if (!floor) yield "The noise floor was not measured; `--repeat-baseline 2` does.\n\n";
  else if (floor.largest === null) yield `There is no noise floor: ${escaped(floor.reason)}.\n\n`;
  yield* table(
    ["variant", "difference", "95 % interval", "p", "after Holm", "noise", "would show", "finding"],
    compared.map((variant) => testCells(variant.name, variant.comparison!.metrics[name]!)),
  );
}

function testCells(name: string, comparison: MetricComparison): string[] {
  const { difference, swapTest, adjustedP, noise, detectable, finding, doubt } = comparison;
  return [
    escaped(name),
    signedText(difference),
    signedIntervalText(difference.interval),
    probabilityText(swapTest.pTwoSided),
    probabilityText(adjustedP.value),
    noise === null ? NO_VALUE : `±${sizeText(noise)}`,
    detectable.value === null ? NO_VALUE : sizeText(detectable.value),
    doubt === null ? `**${finding}**` : `${finding}: ${escaped(doubt)}`,
  ];
}

/** Tests that people ask for, with what they overlook. */
function* otherTests(compared: readonly VariantSummary[]): Iterable<string> {
  yield "\n### Tests that ignore groups\n\nThey take videos for independent. A real video and the fakes ";
  yield "made from it are not, so these p-values are too small: they decide nothing here. McNemar counts ";
  yield "the videos that only one of the two calls right.\n\n";
  yield* table(
    ["variant", "only it is right", "only the baseline is", "McNemar p", "DeLong z", "DeLong p"],
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
  yield "\n## Single faces\n\nEvery face that the variant's classifiers scored, labelled as its video, before ";
  yield "any pooling. Variants that differ in pooling alone have the same.\n\n";
  yield* table(
    ["variant", "faces", ...faceMetrics.flatMap(({ title }) => [title, "95 % interval"])],
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
  return p === null ? NO_VALUE : escaped(pText(p).replace("p = ", "").replace("p ", ""));
}

function valueText(value: MetricValue): string {
  return value.value === null ? NO_VALUE : value.value.toFixed(2);
}
