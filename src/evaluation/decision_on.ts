import { calibrated } from "../analysis/operating_point/temperature.ts";
import type { JsonValue } from "../records/manifest.ts";
import type { Decision } from "../reports/tables/decisions_csv.ts";
import type { RunPoint } from "./run_point.ts";

/** What an operating point makes of a video's P(fake). The threshold is one on P(fake) as it is. */
export function decisionOn(
  { probability, scored }: Pick<Decision, "probability" | "scored">,
  { fitted: { threshold, temperature }, clip }: RunPoint,
): Pick<Decision, "decision" | "calibrated"> {
  return {
    decision: scored ? decided(probability, threshold) : null,
    calibrated: temperature.value === null
      ? null
      : calibrated(probability, { temperature: temperature.value, clip }),
  };
}

/** @param threshold `null`: nothing is called fake */
function decided(probability: number, threshold: number | null): "FAKE" | "REAL" {
  return threshold !== null && probability >= threshold ? "FAKE" : "REAL";
}

/** An operating point for `--json`. */
export function pointFacts({ run, variant, plan, fitted }: RunPoint): JsonValue {
  const { threshold, temperature } = fitted;
  return { run, variant, fit: plan.fit, threshold, temperature: temperature.value };
}
