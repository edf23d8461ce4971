import type { DecisionPlan } from "../../config/operating_point.ts";
import type { RunManifest } from "../../records/manifest.ts";

/** What a run's config says of decisions; runs of older versions say nothing. */
export function askedDecisions({ config }: Pick<RunManifest, "config">): DecisionPlan {
  const { costs = null, operatingPoint = null } = (config ?? {}) as Partial<DecisionPlan>;
  return { costs, operatingPoint };
}
