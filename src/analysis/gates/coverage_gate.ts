import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { Coverage, JudgedPart } from "../../records/run_comparison.ts";
import { leadingStage } from "../../records/stage_counts.ts";
import type { UnjudgedVerdict } from "./unjudged_verdict.ts";

type CoverageLimits = NonNullable<GateLimits["coverage"]>;
type BothCoverages = JudgedPart["coverage"];

export const FACES_FOUND = "faces found";
export const FACES_UNKNOWN = "the number of faces of imported scores is not known";

/** The two measures: videos scored, and faces found. */
export function unjudgedCoverage(
  { maxScoredDecrease, maxFacesDecrease }: CoverageLimits,
): readonly [UnjudgedVerdict, UnjudgedVerdict] {
  return [
    {
      ...{ gate: "coverage", measure: "videos scored", unit: "points" } as const,
      limit: 0 - maxScoredDecrease,
    },
    {
      ...{ gate: "coverage", measure: FACES_FOUND, unit: "relative" } as const,
      limit: 0 - maxFacesDecrease,
    },
  ];
}

/** Whether the numbers of faces of both runs are known. */
export function knowsFaces({ before, after }: BothCoverages): boolean {
  return before.faces !== null && after.faces !== null;
}

/** Fails if fewer videos are scored, or fewer faces found, than the limits allow. */
export function judgeCoverage(
  variant: JudgedPart,
  limits: CoverageLimits,
): readonly GateVerdict[] {
  const { before, after } = variant.coverage;
  const [scored, faces] = unjudgedCoverage(limits);
  return [
    verdict(variant, { ...scored, ...scoredChange(before, after) }),
    verdict(variant, { ...faces, ...facesChange(before, after) }),
  ];
}

type Change = Pick<GateVerdict, "value" | "reason">;

function scoredChange(before: Coverage, after: Coverage): Change {
  if (before.scored === null || after.scored === null) {
    return { value: null, reason: "there are no videos" };
  }
  const reason = `${percent(before.scored)} of videos before, ${percent(after.scored)} after`;
  return { value: after.scored - before.scored, reason };
}

function facesChange(before: Coverage, after: Coverage): Change {
  if (before.faces === null || after.faces === null) return { value: null, reason: FACES_UNKNOWN };
  if (before.faces === 0) return { value: null, reason: "the baseline has no faces" };
  return {
    value: (after.faces - before.faces) / before.faces,
    reason: `${before.faces} before, ${after.faces} after`,
  };
}

function verdict(
  { name, begins }: JudgedPart,
  { value, limit, ...facts }: UnjudgedVerdict & Change,
): GateVerdict {
  return {
    variant: name,
    outcome: value === null ? "skipped" : value < limit! ? "fail" : "pass",
    ...{ value, limit, ...facts },
    begins: value === null || value === 0 ? null : leadingStage(begins),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
