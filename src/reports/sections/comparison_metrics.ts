import { isSignificant, type MetricComparison } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import { membersText } from "../../records/independence.ts";
import type { ComparedVariant, RunComparison } from "../../records/run_comparison.ts";
import { STAGES } from "../../records/run_result.ts";
import { findingText } from "./difference_text.ts";
import { changeText, namesText, percentText, pText, sizeText } from "./comparison_cells.ts";
import {
  type ComparisonColumn,
  type ComparisonRow,
  type ComparisonSection,
  left,
  leftOut,
  right,
  type SectionLimits,
  variantTitle,
} from "./comparison_table.ts";
import { NO_VALUE, numberText } from "./format.ts";
import { comparisonScope } from "./interval_scope.ts";
import { adjustedPMeaning, P_MEANING } from "./p_values.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Tells whether every stage of every video gave the same output, within noise. */
export function isUnchanged({ movedVideos, begins, comparison }: ComparedVariant): boolean {
  return movedVideos === 0 && STAGES.every((stage) => begins[stage] === 0) &&
    !Object.values(comparison?.metrics ?? {}).some(isSignificant);
}

/** Metrics of both runs, their differences, and whether these are significant. */
export function metricSection(
  comparison: RunComparison,
  limits: SectionLimits,
): ComparisonSection {
  const { videos, variants } = comparison;
  const changed = variants.filter((variant) => !isUnchanged(variant));
  const scope = comparisonScope(comparison);
  const first = new Set(changed.toSorted(byWeight).slice(0, limits.variants));
  const shown = changed.filter((variant) => first.has(variant));
  const all = changed.flatMap((variant) => comparisonsOf(variant).map(([, one]) => one));
  return {
    title: `Metrics: ${counted(videos.labelled, "labelled video")} of ` +
      membersText(videos.groups, comparison.independence.level),
    columns: [
      left(""),
      right("before"),
      right("after"),
      right("difference", { meaning: "after minus before" }),
      right("95 % CI", { spare: 1 }),
      right("p", { spare: 5, meaning: P_MEANING }),
      right("adjusted p", { spare: 3, meaning: adjustedPMeaning(all) }),
      noiseColumn(all),
      right("detectable", {
        spare: 4,
        meaning: "smallest improvement detected with 80 % power",
      }),
      left("finding"),
    ],
    rows: shown.flatMap((variant) => metricRows(variant, comparison)),
    notes: [
      ...(videos.labelled === 0 ? ["No video has a label."] : []),
      ...(scope === null ? [] : [scope]),
      ...leftOut(changed.length - shown.length),
      ...unchangedNote(variants),
      ...doubtNotes(all),
      ...detectableNotes(all),
      ...shown.flatMap(callsNote),
      ...variants.flatMap(coverageNote).slice(0, limits.variants),
    ],
  };
}

/** Orders by significance (better or worse first), then by the size of the difference in log loss. */
function byWeight(a: ComparedVariant, b: ComparedVariant): number {
  const weight = (variant: ComparedVariant) => {
    const loss = variant.comparison?.metrics.logLoss;
    const isFirst = loss !== undefined && isSignificant(loss);
    return { significant: Number(isFirst), size: Math.abs(loss?.difference.value ?? 0) };
  };
  const [first, second] = [weight(a), weight(b)];
  return second.significant - first.significant || second.size - first.size;
}

function comparisonsOf({ comparison }: ComparedVariant): readonly [string, MetricComparison][] {
  return Object.entries(comparison?.metrics ?? {});
}

function metricRows(
  variant: ComparedVariant,
  { metrics }: RunComparison,
): readonly ComparisonRow[] {
  return comparisonsOf(variant).map(([name, one]) => {
    const { before, after } = variant.metrics[name]!;
    const { low, high } = one.difference.interval;
    return {
      group: variantTitle(variant),
      cells: [
        metrics.find((facts) => facts.name === name)?.title ?? name,
        numberText(before),
        numberText(after),
        changeText(one.difference.value),
        low === null ? NO_VALUE : `${changeText(low)} to ${changeText(high)}`,
        pText(one.test.p),
        pText(one.adjustedP.value),
        sizeText(one.noise),
        sizeText(one.detectable.value),
        findingText(one.finding),
      ],
    };
  });
}

function unchangedNote(variants: readonly ComparedVariant[]): string[] {
  const same = variants.filter(isUnchanged);
  if (same.length === 0) return [];
  const names = namesText(same.map(({ name }) => name), 6);
  const noise = largest(same.map(({ videoNoise }) => videoNoise));
  const within = noise === 0 ? "" : `, P(fake) within ${sizeText(noise)}`;
  return [`No change in any video or stage${within}: ${names}.`];
}

/** Reasons for findings that are neither better nor worse. */
function doubtNotes(comparisons: readonly MetricComparison[]): string[] {
  const counts = new Map<string, number>();
  for (const { finding, doubt } of comparisons) {
    if (doubt === null) continue;
    const text = `${findingText(finding)}: ${doubt}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) =>
    `${text}${comparisons.length > 1 ? ` (${count} of ${comparisons.length})` : ""}.`
  );
}

/** Reasons why the detectable difference is not known. */
function detectableNotes(comparisons: readonly MetricComparison[]): string[] {
  const open = comparisons.filter(({ finding }) => finding === "not shown");
  const reasons = new Set(open.flatMap(({ detectable }) => detectable.reason ?? []));
  return [...reasons].map((reason) => `detectable: not available, ${reason}.`);
}

/** Decisions that became right or wrong, with McNemar's test. */
function callsNote({ name, comparison }: ComparedVariant): string[] {
  if (comparison === null) return [];
  const { onlyFirstRight, onlySecondRight, pTwoSided } = comparison.mcNemar;
  if (onlyFirstRight + onlySecondRight === 0) return [];
  return [
    `"${name}": ${counted(onlySecondRight, "decision")} correct only before, ${onlyFirstRight} ` +
    `only after (exact McNemar p ${pText(pTwoSided)}, ignoring groups).`,
  ];
}

/** Changes in the share of videos scored and the number of faces pooled. */
function coverageNote({ name, coverage: { before, after } }: ComparedVariant): string[] {
  const parts = [
    ...(before.scored === after.scored
      ? []
      : [`videos scored ${percentText(before.scored)} before, ${percentText(after.scored)} after`]),
    ...(before.faces === after.faces || before.faces === null || after.faces === null
      ? []
      : [`faces pooled ${before.faces} before, ${after.faces} after`]),
  ];
  return parts.length === 0 ? [] : [`"${name}": ${parts.join("; ")}.`];
}

/** The noise column; where noise was not measured, it is the first to be left out. */
function noiseColumn(comparisons: readonly MetricComparison[]): ComparisonColumn {
  const meaning = "95 % prediction bound for one more unchanged run";
  return comparisons.some(({ noise }) => noise !== null)
    ? right("noise", { spare: 2, meaning })
    : right("noise", {
      spare: 6,
      meaning: `${meaning} (not measured; see eval --repeat-baseline)`,
    });
}
