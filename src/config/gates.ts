import { z } from "zod";

const share = z.number().min(0).max(1);
const amount = z.number().min(0);
const sameness = z.enum(["exact", "any"]);

/** The limits of every gate. */
const gateTable = {
  logLoss: {
    maxIncrease: amount.describe("largest rise of a variant's log loss that passes, nats"),
  },
  auc: {
    maxDecrease: share.describe("largest fall of a variant's ROC AUC that passes"),
  },
  drift: {
    maxChange: share.describe("largest change of a video's P(fake) that counts as none"),
    maxShare: share.describe("largest share of videos that may change more"),
  },
  coverage: {
    maxScoredDecrease: share.describe("largest fall of the share of videos scored that passes"),
    maxFacesDecrease: share.describe("largest fall of the faces found, as a share, that passes"),
  },
  digests: {
    sample: sameness.describe("frame indices: exact, or any (allowed to differ)"),
    decode: sameness.describe("decoded frames: exact, or any"),
    detect: sameness.describe("boxes found: exact, or any"),
    crop: sameness.describe("prepared faces: exact, or any"),
  },
  timing: {
    maxIncrease: amount.describe("largest rise of time per video that passes, as a share"),
    minMs: amount.describe("a rise below it passes anyway, milliseconds per video"),
  },
} as const;

type GateTable = typeof gateTable;
export type GateName = keyof GateTable;

/** What `check` judges by; `null`: this gate is off. */
export type Gates = {
  readonly [Name in GateName]:
    | { readonly [Limit in keyof GateTable[Name]]: z.output<GateTable[Name][Limit]> }
    | null;
};

export const DEFAULT_GATES: Gates = {
  logLoss: { maxIncrease: 0.01 },
  auc: { maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
  digests: { sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
  timing: { maxIncrease: 0.2, minMs: 50 },
};

function gate<Shape extends z.core.$ZodLooseShape>(limits: Shape, about: string) {
  const off = z.literal(false);
  return z.union([z.strictObject(limits).partial(), off]).describe(`${about}; false: off`);
}

export const gatesSchema = z.strictObject({
  logLoss: gate(gateTable.logLoss, "log loss against the baseline's"),
  auc: gate(gateTable.auc, "ROC AUC against the baseline's"),
  drift: gate(gateTable.drift, "videos whose probability moved"),
  coverage: gate(gateTable.coverage, "videos scored and faces found"),
  digests: gate(gateTable.digests, "whether preprocessing gives the same bytes"),
  timing: gate(gateTable.timing, "time per video, on the same machine only"),
}).partial();

/** Fills in what the config leaves out. */
export function resolveGates(given: z.output<typeof gatesSchema>): Gates {
  const resolve = <Name extends GateName>(name: Name): Gates[Name] =>
    given[name] === false ? null : Object.assign({}, DEFAULT_GATES[name], given[name]);
  return {
    logLoss: resolve("logLoss"),
    auc: resolve("auc"),
    drift: resolve("drift"),
    coverage: resolve("coverage"),
    digests: resolve("digests"),
    timing: resolve("timing"),
  };
}
