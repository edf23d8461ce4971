import { EXACT_STAGES, type GateLimits, type GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant, StageCounts } from "../../records/run_comparison.ts";
import { leadingStage, stageCountsText } from "../../records/stage_counts.ts";

/**
 * Fails if a video first differs at a stage that must be exact. Only the first differing stage of each video
 * counts, so the consequences of an allowed difference are allowed too.
 */
export function judgeDigests(
  { name, begins }: ComparedVariant,
  limits: NonNullable<GateLimits["digests"]>,
): GateVerdict {
  const counts: Record<keyof StageCounts, number> = {
    ...{ sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, pool: 0 },
  };
  for (const stage of EXACT_STAGES) if (limits[stage] === "exact") counts[stage] = begins[stage];
  const value = EXACT_STAGES.reduce((sum, stage) => sum + counts[stage], 0);
  return {
    gate: "digests",
    measure: "preprocessing differs",
    variant: name,
    outcome: value > 0 ? "fail" : "pass",
    value,
    limit: 0,
    unit: "videos",
    reason: reasonOf(begins, limits, { counts, value }),
    begins: leadingStage(counts),
  };
}

function reasonOf(
  begins: StageCounts,
  limits: NonNullable<GateLimits["digests"]>,
  { counts, value }: { counts: StageCounts; value: number },
): string {
  if (value > 0) return `first differing stage: ${stageCountsText(counts)}`;
  const exact = EXACT_STAGES.filter((stage) => limits[stage] === "exact");
  if (exact.length === 0) return "every stage may differ";
  const allowed = EXACT_STAGES.filter((stage) => limits[stage] === "any" && begins[stage] > 0);
  const tolerated = allowed.map((stage) => `, ${begins[stage]} differ at ${stage}, as allowed`);
  return `${exact.join(", ")} identical${tolerated.join("")}`;
}
