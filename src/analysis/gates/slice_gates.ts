import { counted } from "../../base/text/counted.ts";
import type { GateVerdict, SliceLimits } from "../../records/gate_verdict.ts";
import type {
  ComparedSlice,
  ComparedVariant,
  RunComparison,
} from "../../records/run_comparison.ts";
import type { Slice, SliceCounts } from "../../records/slice.ts";
import { FEWEST_GROUPS } from "../slices/slice_summaries.ts";
import { judgeCoverage } from "./coverage_gate.ts";
import { judgeDrift } from "./drift_gate.ts";
import { AUC, judgeMetric, LOG_LOSS } from "./metric_gate.ts";

type CountedSlice = Slice & SliceCounts;
type Compared = RunComparison["slices"];

/**
 * Judges a variant by the gates of slices, slice by slice. A slice with fewer than six groups, or with videos of one
 * class, is not judged.
 * @param variant with all of the moved videos of its slices
 */
export function judgeSlices(
  variant: ComparedVariant,
  limits: SliceLimits,
  { all, tests }: Compared,
): readonly GateVerdict[] {
  return all
    .filter(({ tag }) => limits.tags === null || limits.tags.includes(tag))
    .flatMap((slice) => {
      const verdicts = judgeSlice(variant, limits, { slice, tests });
      return verdicts.map((verdict) => ({ ...verdict, slice: nameOf(slice) }));
    });
}

function nameOf({ tag, value }: Slice): Pick<Slice, "tag" | "value"> {
  return { tag, value };
}

function judgeSlice(
  { name, slices }: ComparedVariant,
  limits: SliceLimits,
  { slice, tests }: { readonly slice: CountedSlice; readonly tests: number },
): readonly GateVerdict[] {
  const whyNot = obstacle(slice);
  if (whyNot !== null) {
    return unjudged(name, limits).map((one) => ({
      ...one,
      outcome: "skipped",
      value: null,
      reason: whyNot,
    }));
  }
  const changed = slices.find(({ tag, value }) => tag === slice.tag && value === slice.value);
  if (changed === undefined) {
    return unjudged(name, limits).map((one) => ({
      ...one,
      outcome: "pass",
      value: 0,
      reason: "unchanged",
    }));
  }
  return judgeChanged({ ...changed, name }, limits, tests);
}

/** The reason why a slice cannot be judged; `null`: it can. */
function obstacle({ groups, real, fake }: SliceCounts): string | null {
  if (real === 0 || fake === 0) return `the slice has no ${real === 0 ? "REAL" : "FAKE"} video`;
  return groups < FEWEST_GROUPS
    ? `the slice has only ${counted(groups, "group")}, and ${FEWEST_GROUPS} are needed`
    : null;
}

/** The verdicts of the gates that are on, without what is known only of a slice that changed. */
function unjudged(
  variant: string,
  { logLoss, auc, drift, coverage }: SliceLimits,
): readonly Omit<GateVerdict, "outcome" | "value" | "reason">[] {
  const { gate, measure, unit } = LOG_LOSS;
  return [
    ...(coverage === null ? [] : [
      {
        ...{ gate: "coverage", measure: "videos scored", unit: "points" } as const,
        limit: 0 - coverage.maxScoredDecrease,
      },
      {
        ...{ gate: "coverage", measure: "faces found", unit: "relative" } as const,
        limit: 0 - coverage.maxFacesDecrease,
      },
    ]),
    ...(drift === null ? [] : [{
      ...{ gate: "drift", measure: "videos changed", unit: "share" } as const,
      limit: drift.maxShare,
    }]),
    ...(logLoss === null ? [] : [{ gate, measure, unit, limit: logLoss.maxIncrease }]),
    ...(auc === null ? [] : [{
      ...{ gate: AUC.gate, measure: AUC.measure, unit: AUC.unit },
      limit: 0 - auc.maxDecrease,
    }]),
  ].map((one) => ({ ...one, variant, begins: null }));
}

function judgeChanged(
  slice: ComparedSlice & { readonly name: string },
  { logLoss, auc, drift, coverage }: SliceLimits,
  tests: number,
): readonly GateVerdict[] {
  const corrected = (verdict: GateVerdict): GateVerdict => {
    const finding = slice.comparison?.metrics[verdict.gate]?.finding;
    return finding !== "better" && finding !== "worse" ? verdict : {
      ...verdict,
      reason: `${verdict.reason}, after Holm's correction for ${counted(tests, "comparison")}`,
    };
  };
  return [
    ...(coverage === null ? [] : judgeCoverage(slice, coverage)),
    ...(drift === null ? [] : [judgeDrift(slice, drift, { videos: slice.videos })]),
    ...(logLoss === null ? [] : [corrected(judgeMetric(slice, logLoss.maxIncrease, LOG_LOSS))]),
    ...(auc === null ? [] : [corrected(judgeMetric(slice, auc.maxDecrease, AUC))]),
  ];
}
