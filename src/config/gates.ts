import { z } from "zod";
import { METRIC_RULES } from "../records/gate_verdict.ts";
import type { Stage } from "../records/run_result.ts";

const share = z.number().min(0).max(1);
const amount = z.number().min(0);
const sameness = z.enum(["exact", "any"]);
const rule = z.enum(METRIC_RULES).describe(
  "point: the number must not exceed the limit; notWorse: the data must prove that it does not",
);

/** What each stage puts out. */
const STAGE_OUTPUTS: Readonly<Record<Stage, string>> = {
  sample: "frame indices",
  decode: "decoded frames",
  detect: "boxes found",
  crop: "prepared faces",
  classify: "face scores",
  pool: "P(fake)",
};

function digest(stage: Stage) {
  return sameness.describe(`${STAGE_OUTPUTS[stage]}; exact: must be equal; any: may differ`);
}

/** The limits of every gate. */
const gateTable = {
  logLoss: {
    rule,
    maxIncrease: amount.describe("largest allowed increase of a variant's log loss, nats"),
  },
  auc: {
    rule,
    maxDecrease: share.describe("largest allowed decrease of a variant's ROC AUC"),
  },
  drift: {
    maxChange: share.describe("changes of a video's P(fake) up to this size are ignored"),
    maxShare: share.describe("largest allowed share of videos that change more"),
    maxMean: share.describe(
      "largest allowed mean size of the changes of all videos (default: a tenth of maxChange); 1: any",
    ),
  },
  coverage: {
    maxScoredDecrease: share.describe("largest allowed decrease of the share of videos scored"),
    maxFacesDecrease: share.describe("largest allowed relative decrease of faces found"),
  },
  digests: {
    sample: digest("sample"),
    decode: digest("decode"),
    detect: digest("detect"),
    crop: digest("crop"),
    classify: digest("classify"),
    pool: digest("pool"),
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

/** Limits of changes since the oldest accepted baseline of a name; `null`: not judged. */
export interface AnchorGates {
  readonly logLoss: { readonly maxIncrease: number } | null;
  readonly auc: { readonly maxDecrease: number } | null;
  readonly drift: AllGates["drift"];
}

/** Limits that `check` judges by; `null`: the gate is off. */
export interface Gates extends AllGates {
  readonly anchor: AnchorGates | null;
  /** Left out: slices are not judged. */
  readonly slices?: SliceGates;
}

type DriftLimits = NonNullable<AllGates["drift"]>;

const DEFAULT_DRIFT: DriftLimits = { maxChange: 0.01, maxShare: 0.01, maxMean: 0.001 };

const STEP_GATES: AllGates = {
  logLoss: { rule: "point", maxIncrease: 0.01 },
  auc: { rule: "point", maxDecrease: 0.01 },
  drift: DEFAULT_DRIFT,
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
  digests: {
    ...{ sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
    ...{ classify: "any", pool: "any" },
  },
  timing: { maxIncrease: 0.2, minMs: 50, runToRun: 0.08 },
};

const DOUBLED = doubled(STEP_GATES);

export const DEFAULT_GATES: Gates = { ...STEP_GATES, anchor: DOUBLED };

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

const { logLoss: { maxIncrease }, auc: { maxDecrease }, drift } = gateTable;

const anchorSchema = z.strictObject({
  logLoss: gate({ maxIncrease }, "log loss compared with the anchor"),
  auc: gate({ maxDecrease }, "ROC AUC compared with the anchor"),
  drift: gate(drift, "videos whose P(fake) changed since the anchor"),
}).partial().describe(
  "changes since the oldest accepted baseline of the name; limits left out are twice those of a step",
);

export const gatesSchema = z.strictObject({
  ...ofVideos,
  digests: gate(gateTable.digests, "whether stages give the same bytes"),
  timing: gate(gateTable.timing, "time per video, judged on the same machine only"),
  anchor: z.union([anchorSchema, z.literal(false)]),
  slices: z.union([slicesSchema, z.literal(false)]),
}).partial();

/** Fills in the defaults of gates and limits that the config leaves out. */
export function resolveGates(given: z.output<typeof gatesSchema>): Gates {
  const resolve = <Name extends GateName>(name: Name): AllGates[Name] =>
    resolved(given[name], STEP_GATES[name]);
  const all: AllGates = {
    logLoss: resolve("logLoss"),
    auc: resolve("auc"),
    drift: resolvedDrift(given.drift, DEFAULT_DRIFT),
    coverage: resolve("coverage"),
    digests: resolve("digests"),
    timing: resolve("timing"),
  };
  const { slices } = given;
  const gates = { ...all, anchor: anchorGates(given.anchor, all) };
  return slices === undefined || slices === false
    ? gates
    : { ...gates, slices: sliceGates(slices, all) };
}

/** The anchor's limits: as given, else twice those of a step; a gate that is off for a step is off here. */
function anchorGates(
  given: z.output<typeof anchorSchema> | false | undefined,
  step: AllGates,
): AnchorGates | null {
  if (given === false) return null;
  const { logLoss, auc, drift } = doubled(step);
  const gates = {
    logLoss: given?.logLoss === undefined
      ? logLoss
      : resolved(given.logLoss, logLoss ?? DOUBLED.logLoss),
    auc: given?.auc === undefined ? auc : resolved(given.auc, auc ?? DOUBLED.auc),
    drift: given?.drift === undefined ? drift : resolvedDrift(given.drift, drift ?? DOUBLED.drift!),
  };
  return Object.values(gates).every((one) => one === null) ? null : gates;
}

/** Twice the sizes of a step; the share of videos that may change is not a size. */
function doubled({ logLoss, auc, drift }: AllGates): AnchorGates {
  const twice = (limit: number) => Math.min(1, 2 * limit);
  return {
    logLoss: logLoss && { maxIncrease: 2 * logLoss.maxIncrease },
    auc: auc && { maxDecrease: twice(auc.maxDecrease) },
    drift: drift && {
      maxChange: twice(drift.maxChange),
      maxShare: drift.maxShare,
      maxMean: twice(drift.maxMean),
    },
  };
}

/** Completes the gates that an earlier version of Assay recorded, which had fewer limits. */
export function completeGates(recorded: Partial<Gates>): Gates {
  const given = (gates: object) =>
    Object.fromEntries(Object.entries(gates).map(([name, limits]) => [name, limits ?? false]));
  const { slices, anchor, ...all } = recorded;
  return resolveGates({
    ...given(all),
    ...(anchor !== undefined && { anchor: anchor === null ? false : given(anchor) }),
    ...(slices &&
      { slices: { ...given(slices), tags: slices.tags ? [...slices.tags] : undefined } }),
  });
}

/** The gates of slices: those of all videos, but for what is given. */
function sliceGates(given: z.output<typeof slicesSchema>, all: AllGates): SliceGates {
  const resolve = <Name extends typeof SLICE_GATES[number]>(name: Name): AllGates[Name] =>
    given[name] === undefined ? all[name] : resolved(given[name], all[name] ?? STEP_GATES[name]);
  return {
    tags: given.tags ?? null,
    logLoss: resolve("logLoss"),
    auc: resolve("auc"),
    drift: given.drift === undefined
      ? all.drift
      : resolvedDrift(given.drift, all.drift ?? DEFAULT_DRIFT),
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

/** The same for drift: whoever accepts larger changes of a video accepts a larger mean, unless it is given. */
function resolvedDrift(
  given: { readonly maxChange?: number | undefined } | false | undefined,
  usual: DriftLimits,
): DriftLimits | null {
  const change = given === false ? undefined : given?.maxChange;
  return resolved(given, change === undefined ? usual : { ...usual, maxMean: change / 10 });
}
