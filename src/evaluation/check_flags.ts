import type { Command } from "commander";
import { usageError } from "../records/errors.ts";
import { addChoiceFlags, addRunFlags, type RunFlags } from "./run_flags.ts";

/** Flags of `check`, as typed. */
export interface CheckFlags extends RunFlags {
  readonly run?: string;
  readonly baseline?: string;
  readonly accept?: string;
  readonly reason?: string;
  readonly shared?: boolean;
  readonly junit?: string;
  readonly summary?: string;
}

/** What a call of `check` asks for. */
export type CheckTask =
  | {
    readonly kind: "judge";
    /** `null`: a run is made first. */
    readonly run: string | null;
    readonly baseline: string;
  }
  | {
    readonly kind: "accept";
    readonly run: string;
    readonly name: string;
    readonly reason: string;
  };

/** Flags that mean something where a run is there already. */
const WITH_RUN = ["run", "baseline", "config", "variant", "shared", "junit", "summary"];
const WITH_ACCEPT = ["run", "accept", "reason"];
const SPEECH = ["json", "quiet", "verbose"];

export function addCheckFlags(command: Command): Command {
  return addRunFlags(addChoiceFlags(
    command
      .option("--baseline <NAME|FILE>", "the baseline, by its name under reports/baselines/")
      .option("--run <DIR>", "the run to judge or accept (default: make one, as eval does)")
      .option("--accept <NAME>", "make the run of --run the baseline of that name")
      .option("--reason <TEXT>", "why it is accepted")
      .option("--shared", "judge the videos that both have, where the datasets differ")
      .option("--junit <FILE>", "write the verdicts as JUnit XML")
      .option("--summary <FILE>", "write the verdicts as Markdown"),
  ));
}

/**
 * Reads what is asked for off the flags.
 * @param given names of the flags that were typed
 * @throws AssayError USAGE (exit code 2) when they do not go together
 */
export function checkTask(flags: CheckFlags, given: readonly string[]): CheckTask {
  const { run = null, baseline, accept: name } = flags;
  if (name !== undefined) return acceptTask(flags, { name, given });
  if (baseline === undefined) {
    throw usage("nothing says which baseline to judge by", "Name one with --baseline NAME");
  }
  if (flags.reason !== undefined) {
    throw usage("--reason is there without --accept", "Give --accept NAME as well");
  }
  if (run !== null) refuseOthers(given, WITH_RUN, "a run that is there already (--run)");
  return { kind: "judge", run, baseline };
}

function acceptTask(
  { run, reason }: CheckFlags,
  { name, given }: { readonly name: string; readonly given: readonly string[] },
): CheckTask {
  if (run === undefined) {
    throw usage("--accept needs a finished run", "Name its folder: --run DIR");
  }
  if (reason === undefined) {
    throw usage("--accept needs a reason", 'Say why: --reason "first run with the new margin"');
  }
  refuseOthers(given, WITH_ACCEPT, "--accept");
  return { kind: "accept", run, name, reason };
}

/** A flag that would do nothing is a misunderstanding. */
function refuseOthers(given: readonly string[], allowed: readonly string[], what: string): void {
  const stray = given.find((flag) => !allowed.includes(flag) && !SPEECH.includes(flag));
  if (stray !== undefined) throw usage(`--${stray} means nothing with ${what}`, "Leave it out");
}

function usage(what: string, remedy: string) {
  return usageError("USAGE", { what, remedy });
}
