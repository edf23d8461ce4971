import type { DatasetFlags } from "../../config/datasets.ts";
import type { RunOptions, RunSource, RunTarget } from "../../evaluation/run_options.ts";
import type { FlagValues } from "./flag.ts";
import {
  CHOICE_FLAGS,
  LABEL_FLAGS,
  MACHINE_FLAGS,
  PREDICT_FLAGS,
  PRINT_FLAGS,
  REPEAT_FLAGS,
  RUN_FLAGS,
} from "./flag_table.ts";
import { wrongUse } from "./usage.ts";
import { whereTags } from "./where_tags.ts";

/** Flags of `plan`. */
export const PLAN_COMMAND_FLAGS = {
  ...CHOICE_FLAGS,
  ...LABEL_FLAGS,
  ...MACHINE_FLAGS,
  ...PRINT_FLAGS,
} as const;

/** Flags of `eval`. */
export const EVAL_COMMAND_FLAGS = {
  ...CHOICE_FLAGS,
  ...LABEL_FLAGS,
  ...RUN_FLAGS,
  ...REPEAT_FLAGS,
  ...PRINT_FLAGS,
} as const;

const { dataset: _dataset, layout: _layout, where: _where, root: _root, ...UNREAD_FLAGS } =
  CHOICE_FLAGS;
const { split: _split, strict: _strict, ...PREDICT_CHOICE_FLAGS } = UNREAD_FLAGS;

/** Flags of `predict`; its videos are arguments, and have no labels and splits. */
export const PREDICT_COMMAND_FLAGS = {
  ...PREDICT_CHOICE_FLAGS,
  ...PREDICT_FLAGS,
  ...RUN_FLAGS,
  ...PRINT_FLAGS,
} as const;

/** Flag values that a run is made from; a command without a flag leaves its value out. */
export type RunFlagValues =
  & FlagValues<typeof CHOICE_FLAGS>
  & Partial<
    FlagValues<typeof LABEL_FLAGS> & FlagValues<typeof RUN_FLAGS> & FlagValues<typeof REPEAT_FLAGS>
  >;

/**
 * Turns flag values into the options of a run.
 * @param source the run to resume; `null`: none
 */
export function runOptions(flags: RunFlagValues, source: RunSource | null = null): RunOptions {
  const { config, split, model, provider, set, variant, limit, strict } = flags;
  const { cache = "on", workers = null, threads = null, repeatBaseline = null } = flags;
  return {
    config,
    overrides: { ...datasetFlags(flags), split, model, provider, set, variants: variant },
    onlyCompareWith: false,
    unlabelled: null,
    limit,
    strict,
    labels: labelNeed(flags),
    target: runTarget(flags.out ?? null, source),
    source,
    repeat: null,
    cache: cache === "on",
    workers,
    threads,
    repeats: repeatBaseline,
  };
}

function datasetFlags(
  { dataset, layout, where, root, followLinks }: RunFlagValues,
): DatasetFlags {
  return { datasets: dataset, layout, where: whereTags(where), root, followLinks };
}

/** A command without the flag does not look at labels. */
function labelNeed({ allowUnlabelled }: RunFlagValues): RunOptions["labels"] {
  if (allowUnlabelled === undefined) return "ignored";
  return allowUnlabelled ? "optional" : "required";
}

/**
 * Turns the flags of `predict` into the options of a run.
 * @param places of the videos, as typed; empty: the resumed run has them
 * @throws AssayError USAGE (exit 2) for more than one variant, or no videos
 */
export function predictOptions(
  places: readonly string[],
  flags: FlagValues<typeof PREDICT_COMMAND_FLAGS>,
  source: RunSource | null = null,
): RunOptions {
  const { variant, followLinks } = flags;
  if (variant.length > 1) {
    const what = `predict runs one variant, but --variant is given ${variant.length} times`;
    throw wrongUse(what, "Give it once, or use eval to compare variants");
  }
  if (places.length === 0 && source === null) {
    throw wrongUse("the videos are missing", "Give files of videos, or folders that hold them");
  }
  const reading = { dataset: [], layout: null, where: [], root: null, split: null, strict: false };
  const options = runOptions({ ...flags, ...reading }, source);
  const unlabelled = { places: places.length === 0 ? null : places, followLinks };
  return { ...options, unlabelled, onlyCompareWith: true };
}

function runTarget(out: string | null, source: RunSource | null): RunTarget {
  return source === null ? { kind: "new", folder: out } : { kind: "resume", folder: source.folder };
}
