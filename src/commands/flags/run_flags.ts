import { resolve } from "node:path";
import type { RunOptions, RunTarget } from "../../evaluation/run_options.ts";
import type { FlagValues } from "./flag.ts";
import { CHOICE_FLAGS, MACHINE_FLAGS, PRINT_FLAGS, REPEAT_FLAGS, RUN_FLAGS } from "./flag_table.ts";
import { wrongUse } from "./usage.ts";

/** Flags of `plan`. */
export const PLAN_COMMAND_FLAGS = { ...CHOICE_FLAGS, ...MACHINE_FLAGS, ...PRINT_FLAGS } as const;

/** Flags of `eval`. */
export const EVAL_COMMAND_FLAGS = {
  ...CHOICE_FLAGS,
  ...RUN_FLAGS,
  ...REPEAT_FLAGS,
  ...PRINT_FLAGS,
} as const;

const { dataset: _, ...PREDICT_CHOICE_FLAGS } = CHOICE_FLAGS;

/** Flags of `predict`; its dataset is a positional argument. */
export const PREDICT_COMMAND_FLAGS = {
  ...PREDICT_CHOICE_FLAGS,
  ...RUN_FLAGS,
  ...PRINT_FLAGS,
} as const;

/** Flag values that a run is made from; a command without a flag leaves its value out. */
export type RunFlagValues =
  & FlagValues<typeof CHOICE_FLAGS>
  & Partial<FlagValues<typeof RUN_FLAGS> & FlagValues<typeof REPEAT_FLAGS>>;

/** Turns flag values into the options of a run. */
export function runOptions(flags: RunFlagValues): RunOptions {
  const { config, dataset, split, model, provider, set, variant, limit, strict } = flags;
  const { cache = "on", workers = null, threads = null, repeatBaseline = null } = flags;
  return {
    config,
    overrides: { dataset, split, model, provider, set, variants: variant },
    onlyCompareWith: false,
    limit,
    strict,
    target: runTarget(flags),
    cache: cache === "on",
    workers,
    threads,
    repeats: repeatBaseline,
  };
}

/**
 * Turns the flags of `predict` into the options of a run.
 * @param folder folder of the videos, as typed
 * @throws AssayError USAGE (exit 2) for more than one variant
 */
export function predictOptions(
  folder: string,
  flags: FlagValues<typeof PREDICT_COMMAND_FLAGS>,
): RunOptions {
  const { variant, split } = flags;
  if (variant.length > 1) {
    const what = `predict runs one variant, but --variant is given ${variant.length} times`;
    throw wrongUse(what, "Give it once, or use eval to compare variants");
  }
  const options = runOptions({ ...flags, dataset: resolve(folder), split: split ?? "all" });
  return { ...options, onlyCompareWith: true };
}

/** @throws AssayError USAGE (exit 2) for `--out` together with `--resume` */
function runTarget({ out = null, resume = null }: RunFlagValues): RunTarget {
  if (resume === null) return { kind: "new", folder: out };
  if (out !== null) {
    throw wrongUse(
      "--out cannot be combined with --resume: a run is continued in its own folder",
      "Leave one of them out",
    );
  }
  return { kind: "resume", folder: resume === true ? null : resume };
}
