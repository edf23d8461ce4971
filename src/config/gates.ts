import { z } from "zod";

const share = z.number().min(0).max(1);
const amount = z.number().min(0);
const sameness = z.enum(["exact", "any"]);

/** The limits of every gate. */
const gateTable = {
  logLoss: {
    maxIncrease: amount.describe("largest allowed increase of a variant's log loss, nats"),
  },
  auc: {
    maxDecrease: share.describe("largest allowed decrease of a variant's ROC AUC"),
  },
  drift: {
    maxChange: share.describe("changes of a video's P(fake) up to this size are ignored"),
    maxShare: share.describe("largest allowed share of videos that change more"),
  },
  coverage: {
    maxScoredDecrease: share.describe("largest allowed decrease of the share of videos scored"),
    maxFacesDecrease: share.describe("largest allowed relative decrease of faces found"),
  },
  digests: {
    sample: sameness.describe("frame indices; exact: must be equal; any: may differ"),
    decode: sameness.describe("decoded frames; exact: must be equal; any: may differ"),
    detect: sameness.describe("boxes found; exact: must be equal; any: may differ"),
    crop: sameness.describe("prepared faces; exact: must be equal; any: may differ"),
  },
  timing: {
    maxIncrease: amount.describe("largest allowed relative increase of the time per video"),
    minMs: amount.describe("smaller increases always pass, milliseconds per video"),
    runToRun: share.describe(
      "standard deviation of the time of unchanged code from run to run, as a share; increases that it may explain " +
        "are not judged",
    ),
  },
} as const;

type GateTable = typeof gateTable;
export type GateName = keyof GateTable;

type AllGates = {
  readonly [Name in GateName]:
    | { readonly [Limit in keyof GateTable[Name]]: z.output<GateTable[Name][Limit]> }
    | null;
};

/** Gates that can judge a slice too. */
const SLICE_GATES = ["logLoss", "auc", "drift", "coverage"] as const satisfies readonly GateName[];

/** Limits for each slice; `null`: the gate is off there. */
export interface SliceGates extends Pick<AllGates, typeof SLICE_GATES[number]> {
  /** Names of the tags whose slices are judged; `null`: those that the run is sliced by. */
  readonly tags: readonly string[] | null;
}

/** Limits that `check` judges by; `null`: the gate is off. */
export interface Gates extends AllGates {
  /** Left out: slices are not judged. */
  readonly slices?: SliceGates;
}

export const DEFAULT_GATES: AllGates = {
  logLoss: { maxIncrease: 0.01 },
  auc: { maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
  digests: { sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
  timing: { maxIncrease: 0.2, minMs: 50, runToRun: 0.08 },
};

function gate<Shape extends z.core.$ZodLooseShape>(limits: Shape, about: string) {
  const off = z.literal(false);
  return z.union([z.strictObject(limits).partial(), off]).describe(`${about}; false: off`);
}

const ofVideos = {
  logLoss: gate(gateTable.logLoss, "log loss compared with the baseline"),
  auc: gate(gateTable.auc, "ROC AUC compared with the baseline"),
  drift: gate(gateTable.drift, "videos whose P(fake) changed"),
  coverage: gate(gateTable.coverage, "videos scored and faces found"),
} satisfies Record<typeof SLICE_GATES[number], z.ZodType>;

const slicesSchema = z.strictObject({
  tags: z.array(z.string().min(1)).min(1).describe(
    "tags whose slices are judged (default: those that the run is sliced by)",
  ),
  ...ofVideos,
}).partial().describe(
  "the same gates for each slice of at least six groups; gates and limits left out are those of all videos",
);

export const gatesSchema = z.strictObject({
  ...ofVideos,
  digests: gate(gateTable.digests, "whether preprocessing gives the same bytes"),
  timing: gate(gateTable.timing, "time per video, judged on the same machine only"),
  slices: z.union([slicesSchema, z.literal(false)]),
}).partial();

/** Fills in the defaults of gates and limits that the config leaves out. */
export function resolveGates(given: z.output<typeof gatesSchema>): Gates {
  const resolve = <Name extends GateName>(name: Name): AllGates[Name] =>
    resolved(given[name], DEFAULT_GATES[name]);
  const all: AllGates = {
    logLoss: resolve("logLoss"),
    auc: resolve("auc"),
    drift: resolve("drift"),
    coverage: resolve("coverage"),
    digests: resolve("digests"),
    timing: resolve("timing"),
  };
  const { slices } = given;
  return slices === undefined || slices === false
    ? all
    : { ...all, slices: sliceGates(slices, all) };
}

/** The gates of slices: those of all videos, but for what is given. */
function sliceGates(given: z.output<typeof slicesSchema>, all: AllGates): SliceGates {
  const resolve = <Name extends typeof SLICE_GATES[number]>(name: Name): AllGates[Name] =>
    given[name] === undefined ? all[name] : resolved(given[name], all[name] ?? DEFAULT_GATES[name]);
  return {
    tags: given.tags ?? null,
    logLoss: resolve("logLoss"),
    auc: resolve("auc"),
    drift: resolve("drift"),
    coverage: resolve("coverage"),
  };
}

/** A gate as given, with the limits that it leaves out; `null`: it is turned off. */
function resolved<Limits extends object | null>(
  given: object | false | undefined,
  usual: Limits,
): Limits | null {
  return given === false ? null : Object.assign({}, usual, given);
}
