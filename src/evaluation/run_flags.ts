import { Command, Option } from "commander";
import { usageError } from "../records/errors.ts";
import { PROVIDER_CHOICES } from "../records/provider.ts";

/** Flags of the commands that run a plan, as typed: the config's schema reads the values. */
export interface RunFlags {
  readonly config?: string;
  readonly dataset?: string;
  readonly split?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly set: readonly string[];
  readonly variant: readonly string[];
  readonly limit?: string;
  readonly out?: string;
  readonly resume?: string | true;
  readonly cache?: "on" | "off";
  readonly workers?: string;
  readonly threads?: string;
  readonly repeatBaseline?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Adds the flags that choose what is run. */
export function addChoiceFlags(command: Command): Command {
  return command
    .option("--config <FILE>", "the evaluation", "eval.jsonc")
    .option("--dataset <NAME|DIR>", "a dataset under datasets/, or a folder of videos with labels")
    .option("--split <NAME>", 'only this split of the dataset; "all" for every video')
    .option("--model <NAME[,NAME…]>", "the classifier; several are averaged")
    .addOption(
      new Option("--provider <NAME>", "where networks run; auto: CUDA where it works, else CPU")
        .choices([...PROVIDER_CHOICES]),
    )
    .option("--set <KEY=VALUE>", "set a parameter in every variant (repeatable)", collect, [])
    .option("--variant <NAME>", "only this variant (repeatable)", collect, [])
    .option("--limit <N>", "only the first N videos")
    .option("--strict", "an incomplete dataset is an error");
}

/** Adds the flags that say how it is run and what is printed. */
export function addRunFlags(command: Command): Command {
  return addSpeechFlags(
    command
      .option("--out <DIR>", "the run folder (default: a new one under reports/)")
      .option("--resume [DIR]", "go on with an unfinished run (default: the newest)")
      .addOption(
        new Option(
          "--cache <STATE>",
          "use faces that earlier runs found and prepared, keep new ones",
        )
          .choices(["on", "off"]).default("on"),
      )
      .option("--workers <N>", "videos at a time (default: by cores and free memory)")
      .option("--threads <N>", "threads of each network's session (default: 1 on CPU)"),
  );
}

/** Adds the flags about printing, of commands whose result can be had as JSON. */
export function addSpeechFlags(command: Command): Command {
  return addQuietFlags(command.option("--json", "print the result as JSON"));
}

/** Adds the flags about printing, of commands whose result is what they make. */
export function addQuietFlags(command: Command): Command {
  return command
    .option("--quiet", "print results, warnings and errors only")
    .option("--verbose", "say how long starting takes; show the stack of an error");
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * A flag that is a whole number of at least 1.
 * @throws AssayError USAGE (exit 2)
 */
export function countFlag(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw usageError("USAGE", {
    what: `--${name} is "${value}"`,
    remedy: "Give a whole number of at least 1",
  });
}
