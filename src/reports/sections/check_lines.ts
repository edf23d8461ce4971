import { counted } from "../../base/text/counted.ts";
import type { CheckResult, GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant, FactDifference, StageCounts } from "../../records/run_comparison.ts";
import { STAGES } from "../../records/run_result.ts";
import { leadingStage, stageCountsText } from "../../records/stage_counts.ts";
import { changeText, factName, factValue, sizeText } from "./comparison_cells.ts";
import { NO_VALUE, timeText } from "./format.ts";
import { sliceName } from "./slice_lines.ts";

/** The verdicts of one variant. */
export interface JudgedVariant {
  readonly name: string;
  readonly verdicts: readonly GateVerdict[];
  /** Number of videos that first differ at each stage; `null`: the variant could not be compared. */
  readonly begins: StageCounts | null;
}

const SHORT_HASH = 12;

/** Verdicts by variant, in their order. */
export function judgedVariants({ verdicts, comparison }: CheckResult): readonly JudgedVariant[] {
  const names = [...new Set(verdicts.map(({ variant }) => variant))];
  return names.map((name) => ({
    name,
    verdicts: verdicts.filter(({ variant }) => variant === name),
    begins: comparison.variants.find((variant) => variant.name === name)?.begins ?? null,
  }));
}

export function hasFailed({ verdicts }: JudgedVariant): boolean {
  return verdicts.some(({ outcome }) => outcome === "fail");
}

/** The run, its baseline, and how much is compared. */
export function checkTitle({ baseline, comparison }: CheckResult): string {
  const { after, videos, variants } = comparison;
  return `${after.name} against baseline ${baseline.name}: ` +
    `${counted(variants.length, "variant")} over ${counted(videos.all, "video")}`;
}

/** When and why the baseline was accepted. */
export function acceptedLine({ baseline: { name, when, why, commit } }: CheckResult): string {
  const at = commit === null ? "" : `, Assay ${shortCommit(commit)}`;
  return `${name} was accepted ${timeText(when)}${at}: ${why}`;
}

/** A commit's short hash, with its mark when files differed from it. */
export function shortCommit(commit: string): string {
  const [hash = "", ...mark] = commit.split("+");
  return [hash.slice(0, SHORT_HASH), ...mark].join("+");
}

/** The verdict in a sentence or two: how many gates failed, and at which stage the difference began. */
export function checkHeadline(result: CheckResult): string {
  const count = (outcome: GateVerdict["outcome"]) =>
    result.verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} not judged`;
  const failed = judgedVariants(result).filter(hasFailed);
  if (failed.length === 0) {
    return `PASSED: ${counted(count("pass"), "gate")}${skipped}. ${tolerated(result)}`;
  }
  const all = judgedVariants(result).length;
  const names = all === 1 ? "" : ` in ${failed.length} of ${counted(all, "variant")}`;
  const gates = count("fail") + count("pass");
  return `FAILED: ${count("fail")} of ${counted(gates, "gate")}${names}${skipped}. ${
    undecided(result)
  }${origin(failed)}`
    .trimEnd();
}

/** How many gates failed because the data cannot say; empty: none. */
function undecided({ verdicts }: CheckResult): string {
  const count = verdicts.filter(({ conclusion }) => conclusion === "cannot say").length;
  return count === 0 ? "" : `In ${count} of them the data cannot say whether it got worse. `;
}

/** Which rules failed metrics, and which to use when: the distinct sentences, in their order. */
export function advices(verdicts: readonly GateVerdict[]): readonly string[] {
  return [...new Set(verdicts.flatMap(({ advice }) => advice ?? []))];
}

/** The stage at which the failures began; the time gate has none. */
function origin(failed: readonly JudgedVariant[]): string {
  const concerned = failed.filter(({ verdicts }) =>
    verdicts.some(({ outcome, begins }) => outcome === "fail" && begins !== null)
  );
  return firstDifferingStage(concerned.flatMap(({ begins }) => begins ?? [])) ?? "";
}

/** Differences although no gate failed. */
function tolerated({ comparison }: CheckResult): string {
  const text = firstDifferingStage(
    comparison.variants.map(({ begins }: ComparedVariant) => begins),
  );
  if (text !== null) return `Differences are within the limits. ${text}`;
  if (comparison.stagesRefused !== undefined) {
    return `Stages were not compared: ${comparison.stagesRefused}.`;
  }
  return comparison.variants.some(({ byValue }) => byValue)
    ? "All stages of all videos are identical, or equal by value."
    : "All stages of all videos are identical.";
}

/** The stage at which most videos first differ, with the counts; `null`: nothing differs. */
function firstDifferingStage(variants: readonly StageCounts[]): string | null {
  const counts = summed(variants);
  if (leadingStage(counts) === null) return null;
  const texts = new Set(variants.map(stageCountsText));
  const where = variants.length === 1
    ? stageCountsText(counts)
    : texts.size === 1
    ? `${[...texts][0]}, in each variant`
    : `${stageCountsText(counts)}, over all these variants`;
  return `First differing stage: ${where}.`;
}

function summed(all: readonly StageCounts[]): StageCounts {
  const total = { sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, pool: 0 };
  for (const counts of all) for (const stage of STAGES) total[stage] += counts[stage];
  return total;
}

/** What was judged, such as `log loss` or `log loss, method = FaceSwap`. */
export function verdictTitle({ measure, slice }: GateVerdict): string {
  return slice === undefined ? measure : `${measure}, ${sliceName(slice)}`;
}

/** How many of the verdicts are on slices, and what so many comparisons mean; `null`: none is. */
export function multiplicityLine({ verdicts, comparison: { slices } }: CheckResult): string | null {
  const names = verdicts.flatMap(({ slice }) => slice === undefined ? [] : [sliceName(slice)]);
  if (names.length === 0) return null;
  return `${names.length} of the ${counted(verdicts.length, "verdict")} are on ${
    counted(new Set(names).size, "slice")
  }: a change that is neutral on the whole makes some of so many slices worse by chance. P-values of slices are adjusted ` +
    `by Holm's method for ${counted(slices.tests, "comparison")} of each metric.${
      proofsText(verdicts)
    }`;
}

/** What the number of slices means for proofs, which no correction is made for; empty: none was asked for. */
function proofsText(verdicts: readonly GateVerdict[]): string {
  const isAsked = verdicts.some(({ slice, conclusion }) => slice && conclusion !== undefined);
  return isAsked
    ? ' Proofs of "not worse" are not corrected: each holds for its own slice, a slice that is worse by the margin ' +
      "is proved not worse in 0.5 to 6 % of simulated checks, and all must be proved to pass."
    : "";
}

/** The number that was judged. */
export function verdictNumber({ value, unit }: GateVerdict): string {
  return numberOf(value, unit);
}

/** The limit: the last number that passes. */
export function verdictLimit({ limit, unit }: GateVerdict): string {
  return numberOf(limit, unit);
}

function numberOf(value: number | null, unit: GateVerdict["unit"]): string {
  if (value === null) return NO_VALUE;
  switch (unit) {
    case "nats":
    case "none":
      return changeText(value);
    case "share":
      return percent(value);
    case "points":
    case "relative":
      return `${value > 0 ? "+" : ""}${percent(value)}`;
    case "videos":
      return String(value);
    case "probability":
      return sizeText(value);
    default:
      return unit satisfies never;
  }
}

function percent(share: number): string {
  return share === 0 ? "0 %" : `${(100 * share).toFixed(1)} %`;
}

/** Possible causes: differences in configuration, then in environment. */
export function causes({ comparison }: CheckResult): readonly FactDifference[] {
  return [...comparison.configuration, ...comparison.environment];
}

/** `margin (reference): 0.3333 → 0.2`. */
export function causeLine({ path, before, after }: FactDifference): string {
  return `${factName(path)}: ${factValue(before)} → ${factValue(after)}`;
}

/** A verdict as one clause, for formats without columns. */
export function verdictLine(verdict: GateVerdict): string {
  const { reason } = verdict;
  const number = verdict.value === null ? "" : ` ${verdictNumber(verdict)}`;
  const limit = verdict.limit === null ? "" : ` (limit ${verdictLimit(verdict)})`;
  return `${verdictTitle(verdict)}${number}${limit}: ${reason}`;
}
