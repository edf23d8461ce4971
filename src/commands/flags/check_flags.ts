import type { RunOptions } from "../../evaluation/run_options.ts";
import type { FlagValues } from "./flag.ts";
import { CHECK_FLAGS, CHOICE_FLAGS, LABEL_FLAGS, PRINT_FLAGS, RUN_FLAGS } from "./flag_table.ts";
import type { RunCall } from "./resumed_flags.ts";
import { runOptions } from "./run_flags.ts";
import { wrongUse } from "./usage.ts";

/** Flags of `check`. */
export const CHECK_COMMAND_FLAGS = {
  ...CHECK_FLAGS,
  ...CHOICE_FLAGS,
  ...LABEL_FLAGS,
  ...RUN_FLAGS,
  ...PRINT_FLAGS,
} as const;

/** A call of `check`, parsed. */
export type CheckTask =
  | {
    readonly kind: "judge";
    /** Finished run to judge; `null`: a run is made first. */
    readonly run: string | null;
    /** Name or file of the baseline. */
    readonly baseline: string;
    /** Options of the run, and the config whose gates judge it. */
    readonly options: RunOptions;
    /** Whether only videos of both runs are judged if the datasets differ. */
    readonly shared: boolean;
    readonly files: CheckFiles;
    readonly json: boolean;
  }
  | {
    readonly kind: "accept";
    readonly run: string;
    readonly name: string;
    readonly reason: string;
    /** Accept the run even if some of its videos failed temporarily. */
    readonly force: boolean;
    /** Make the run its own anchor, instead of keeping that of the baseline it replaces. */
    readonly resetAnchor: boolean;
    readonly json: boolean;
  };

/** Files for the verdicts, as typed; `null`: not written. */
export interface CheckFiles {
  readonly junit: string | null;
  readonly summary: string | null;
}

type CheckValues = FlagValues<typeof CHECK_COMMAND_FLAGS>;

/** Flags that have an effect when a finished run is judged or accepted. */
const WITH_RUN = ["run", "baseline", "config", "variant", "shared", "junit", "summary"];
const WITH_ACCEPT = ["run", "accept", "reason", "force", "resetAnchor"];
const PRINTING = Object.keys(PRINT_FLAGS);

/**
 * Turns the flags of `check` into a task.
 * @throws AssayError USAGE (exit code 2) for flags that are missing or cannot be combined
 */
export function checkTask(
  { flags, source, given }: RunCall<typeof CHECK_COMMAND_FLAGS>,
): CheckTask {
  const { run, baseline, accept: name, reason, shared, junit, summary, json } = flags;
  if (name !== null) return acceptTask(flags, { name, given });
  if (baseline === null) {
    throw wrongUse("--baseline is missing", "Name the baseline to check against: --baseline NAME");
  }
  if (reason !== null) {
    throw wrongUse("--reason is given without --accept", "Give --accept NAME too");
  }
  if (flags.force) throw wrongUse("--force is given without --accept", "Leave it out");
  if (flags.resetAnchor) {
    throw wrongUse("--reset-anchor is given without --accept", "Give --accept NAME too");
  }
  if (run !== null) refuseOthers(given, WITH_RUN, "--run: the run is finished");
  const options = runOptions(flags, source);
  return { kind: "judge", run, baseline, options, shared, files: { junit, summary }, json };
}

function acceptTask(
  { run, reason, force, resetAnchor, json }: CheckValues,
  { name, given }: { readonly name: string; readonly given: readonly string[] },
): CheckTask {
  if (run === null) throw wrongUse("--accept needs a finished run", "Name its folder: --run DIR");
  if (reason === null) {
    throw wrongUse("--accept needs a reason", 'Give --reason "first run with the new margin"');
  }
  refuseOthers(given, WITH_ACCEPT, "--accept");
  return { kind: "accept", run, name, reason, force, resetAnchor, json };
}

/** Rejects flags that would have no effect. */
function refuseOthers(given: readonly string[], allowed: readonly string[], what: string): void {
  const stray = given.find((flag) => !allowed.includes(flag) && !PRINTING.includes(flag));
  if (stray !== undefined) throw wrongUse(`--${stray} has no effect with ${what}`, "Leave it out");
}
