import { counted } from "../../base/text/counted.ts";
import type { GateVerdict, MetricRule, SliceLimits } from "../../records/gate_verdict.ts";
import type {
  ComparedSlice,
  ComparedVariant,
  RunComparison,
} from "../../records/run_comparison.ts";
import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { Slice, SliceCounts } from "../../records/slice.ts";
import {
  FACES_FOUND,
  FACES_UNKNOWN,
  judgeCoverage,
  knowsFaces,
  unjudgedCoverage,
} from "./coverage_gate.ts";
import { judgeDrift, unjudgedDrift } from "./drift_gate.ts";
import {
  AUC,
  judgeMetric,
  LOG_LOSS,
  type MetricTask,
  proved,
  unjudgedMetric,
} from "./metric_gate.ts";
import type { UnjudgedVerdict } from "./unjudged_verdict.ts";

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
  variant: ComparedVariant,
  limits: SliceLimits,
  { slice, tests }: { readonly slice: CountedSlice; readonly tests: number },
): readonly GateVerdict[] {
  const { name, slices } = variant;
  const whyNot = obstacle(slice);
  if (whyNot !== null) {
    return unjudged(limits).map(({ rule: _, ...one }) => ({
      ...{ ...one, variant: name, begins: null },
      ...{ outcome: "skipped", value: null, reason: whyNot },
    }));
  }
  const changed = slices.find(({ tag, value }) => tag === slice.tag && value === slice.value);
  return changed === undefined
    ? unjudged(limits).map((one) => unchanged(one, variant))
    : judgeChanged({ ...changed, name }, limits, tests);
}

/** The reason why a slice cannot be judged; `null`: it can. */
function obstacle({ groups, real, fake }: SliceCounts): string | null {
  if (real === 0 || fake === 0) return `the slice has no ${real === 0 ? "REAL" : "FAKE"} video`;
  return groups < FEWEST_GROUPS
    ? `the slice has only ${counted(groups, "group")}, and ${FEWEST_GROUPS} are needed`
    : null;
}

type UnjudgedOfSlice = UnjudgedVerdict & { readonly rule?: MetricRule };

/** What the gates that are on measure. */
function unjudged(
  { logLoss, auc, drift, coverage }: SliceLimits,
): readonly UnjudgedOfSlice[] {
  return [
    ...(coverage === null ? [] : unjudgedCoverage(coverage)),
    ...(drift === null ? [] : unjudgedDrift(drift)),
    ...(logLoss === null
      ? []
      : [{ ...unjudgedMetric(LOG_LOSS, logLoss.maxIncrease), rule: logLoss.rule }]),
    ...(auc === null ? [] : [{ ...unjudgedMetric(AUC, auc.maxDecrease), rule: auc.rule }]),
  ];
}

/** The verdict on a slice in which no score, no status and no known number of faces changed. */
function unchanged(
  { rule, ...one }: UnjudgedOfSlice,
  { name, coverage }: ComparedVariant,
): GateVerdict {
  const facts = { ...one, variant: name, begins: null };
  if (one.measure === FACES_FOUND && !knowsFaces(coverage)) {
    return { ...facts, outcome: "skipped", value: null, reason: FACES_UNKNOWN };
  }
  const passed = { outcome: "pass", reason: "unchanged" } as const;
  return { ...facts, value: 0, ...(rule === "notWorse" ? proved(passed) : passed) };
}

function judgeChanged(
  slice: ComparedSlice & { readonly name: string },
  { logLoss, auc, drift, coverage }: SliceLimits,
  tests: number,
): readonly GateVerdict[] {
  const { groups, videos } = slice;
  const corrected = (verdict: GateVerdict): GateVerdict => {
    const finding = slice.comparison?.metrics[verdict.gate]?.finding;
    return finding !== "better" && finding !== "worse" ? verdict : {
      ...verdict,
      reason: `${verdict.reason}, after Holm's correction for ${counted(tests, "comparison")}`,
    };
  };
  const judged = (task: MetricTask) => corrected(judgeMetric(slice, task));
  return [
    ...(coverage === null ? [] : judgeCoverage(slice, coverage)),
    ...(drift === null ? [] : judgeDrift(slice, drift, { videos })),
    ...(logLoss === null
      ? []
      : [judged({ ...LOG_LOSS, ...logLoss, limit: logLoss.maxIncrease, groups })]),
    ...(auc === null ? [] : [judged({ ...AUC, ...auc, limit: auc.maxDecrease, groups })]),
  ];
}
