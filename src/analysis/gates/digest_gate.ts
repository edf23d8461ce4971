import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant, StageCounts } from "../../records/run_comparison.ts";
import { STAGES } from "../../records/run_result.ts";
import { countStages, leadingStage, stageCountsText } from "../../records/stage_counts.ts";

type DigestLimits = NonNullable<GateLimits["digests"]>;

/**
 * Fails if a video first differs at a stage that must be exact. Only the first differing stage of each video
 * counts, so the consequences of an allowed difference are allowed too.
 */
export function judgeDigests(
  { name, begins, byValue = false }: ComparedVariant,
  limits: DigestLimits,
): GateVerdict {
  const counts = exactCounts(begins, limits);
  const value = STAGES.reduce((sum, stage) => sum + counts[stage], 0);
  return {
    ...{ gate: "digests", measure: "stages differ", variant: name } as const,
    outcome: value > 0 ? "fail" : "pass",
    ...{ value, limit: 0, unit: "videos" } as const,
    reason: reasonOf(begins, limits, { counts, value, byValue }),
    begins: leadingStage(counts),
  };
}

/** The videos that first differ at a stage that must be exact. */
function exactCounts(begins: StageCounts, limits: DigestLimits): StageCounts {
  const exact = STAGES.filter((stage) => limits[stage] === "exact");
  return Object.assign(
    countStages([]),
    Object.fromEntries(exact.map((stage) => [stage, begins[stage]])),
  );
}

function reasonOf(
  begins: StageCounts,
  limits: DigestLimits,
  { counts, value, byValue }: {
    readonly counts: StageCounts;
    readonly value: number;
    readonly byValue: boolean;
  },
): string {
  if (value > 0) return `first differing stage: ${stageCountsText(counts)}`;
  const exact = STAGES.filter((stage) => limits[stage] === "exact");
  const allowed = STAGES.filter((stage) => limits[stage] === "any" && begins[stage] > 0);
  const tolerated = allowed.map((stage) => `, ${begins[stage]} differ at ${stage}, as allowed`);
  const equal = byValue ? "identical, or equal by value" : "identical";
  const same = exact.length === 0 ? "every stage may differ" : `${exact.join(", ")} ${equal}`;
  return `${same}${tolerated.join("")}`;
}
