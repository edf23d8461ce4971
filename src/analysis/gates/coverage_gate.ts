import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { JudgedPart } from "../../records/run_comparison.ts";
import { leadingStage } from "../../records/stage_counts.ts";

/** Fails if fewer videos are scored, or fewer faces found, than the limits allow. */
export function judgeCoverage(
  variant: JudgedPart,
  { maxScoredDecrease, maxFacesDecrease }: NonNullable<GateLimits["coverage"]>,
): readonly GateVerdict[] {
  const { before, after } = variant.coverage;
  const scored = (before.scored === null || after.scored === null)
    ? null
    : after.scored - before.scored;
  const isKnown = before.faces !== null && after.faces !== null;
  const faces = !isKnown || before.faces === 0 ? null : (after.faces - before.faces) / before.faces;
  return [
    verdict(variant, {
      measure: "videos scored",
      unit: "points",
      value: scored,
      limit: maxScoredDecrease,
      reason: scored === null
        ? "there are no videos"
        : `${percent(before.scored)} of videos before, ${percent(after.scored)} after`,
    }),
    verdict(variant, {
      measure: "faces found",
      unit: "relative",
      value: faces,
      limit: maxFacesDecrease,
      reason: !isKnown
        ? "the number of faces of imported scores is not known"
        : faces === null
        ? "the baseline has no faces"
        : `${before.faces} before, ${after.faces} after`,
    }),
  ];
}

function verdict(
  { name, begins }: JudgedPart,
  { value, limit, ...facts }: Pick<GateVerdict, "measure" | "unit" | "value" | "reason"> & {
    readonly limit: number;
  },
): GateVerdict {
  return {
    gate: "coverage",
    variant: name,
    outcome: value === null ? "skipped" : -value > limit ? "fail" : "pass",
    value,
    limit: 0 - limit,
    begins: value === null || value === 0 ? null : leadingStage(begins),
    ...facts,
  };
}

function percent(share: number | null): string {
  return share === null ? "none" : `${(100 * share).toFixed(1)} %`;
}
