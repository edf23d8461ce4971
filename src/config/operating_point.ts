import { z } from "zod";
import type { Costs } from "../records/costs.ts";
import { usageError } from "../records/errors.ts";
import type { OperatingPointPlan } from "../records/operating_point.ts";

const amount = z.number().min(0).max(1e12);
const rate = z.number().gt(0).lt(1);
const split = z.string().min(1);

/** Schema of what wrong decisions cost. */
export const costsSchema = z.strictObject({
  falsePositive: amount.describe("cost of a REAL video that is called fake, in any unit"),
  falseNegative: amount.describe("cost of a FAKE video that is not called fake, in the same unit"),
  prior: rate.optional().describe(
    "share of FAKE videos where the detector is used (default: that of the videos measured)",
  ),
}).refine(({ falsePositive, falseNegative }) => falsePositive + falseNegative > 0, {
  message: "one of the costs must be above 0",
}).describe("costs of wrong decisions: the metric cost is the expected cost of a video");

/** Schema of where threshold and temperature are fitted and applied. */
export const operatingPointSchema = z.strictObject({
  fit: split.describe("split on whose videos the threshold and the temperature are fitted"),
  apply: split.describe("split to whose videos they are applied"),
  criterion: z.union([
    z.enum(["balancedAccuracy", "cost"]),
    z.strictObject({ fpr: rate.describe("the highest TPR with an FPR of at most this") }),
    z.strictObject({ tpr: rate.describe("the lowest FPR with a TPR of at least this") }),
  ]).optional().describe(
    "what the threshold is chosen for (default: balancedAccuracy); cost needs costs",
  ),
}).refine(({ fit, apply }) => fit !== apply, {
  path: ["apply"],
  message: "must be another split than fit",
}).describe("threshold and temperature of each variant, fitted on one split, applied to another");

/** What an evaluation file says of decisions. */
export interface DecisionPlan {
  /** `null`: none are given. */
  readonly costs: Costs | null;
  /** `null`: none is asked for. */
  readonly operatingPoint: OperatingPointPlan | null;
}

/**
 * Fills in what the file leaves out.
 * @throws AssayError CONFIG_MISSING_KEY (exit 2) for the criterion cost without costs
 */
export function resolveDecisions(
  { costs, operatingPoint }: {
    readonly costs?: z.output<typeof costsSchema> | undefined;
    readonly operatingPoint?: z.output<typeof operatingPointSchema> | undefined;
  },
  source: string,
): DecisionPlan {
  const criterion = operatingPoint?.criterion ?? "balancedAccuracy";
  if (criterion === "cost" && costs === undefined) {
    throw usageError("CONFIG_MISSING_KEY", {
      what: `${source}: operatingPoint has the criterion "cost", and costs are missing`,
      remedy: 'Add costs, such as "costs": { "falsePositive": 1, "falseNegative": 5 }',
    });
  }
  return {
    costs: costs === undefined ? null : { ...costs, prior: costs.prior ?? null },
    operatingPoint: operatingPoint === undefined ? null : { ...operatingPoint, criterion },
  };
}
