import { Command, CommanderError } from "commander";
import { AssayError, type ExitCode } from "../records/errors.ts";
import { suggestName } from "../base/text/nearest_name.ts";
import type { CommandModule } from "./command.ts";
import { refuseEmptyValues } from "./flags/empty_values.ts";
import { readPrinting } from "./flags/printing.ts";
import { wrongUse } from "./flags/usage.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { catchUncaught } from "../platform/host/uncaught_error.ts";
import { openTerminal, type Terminal } from "../platform/host/terminal.ts";
import { VERSION } from "../platform/host/version.ts";

interface CommandEntry {
  readonly summary: string;
  /** Its file, loaded only when it is called. */
  readonly file: URL;
}

/** Every command. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  setup: {
    summary: "install what is missing: ffmpeg, MTCNN, demo data, demo model",
    file: new URL("./setup/setup.ts", import.meta.url),
  },
  eval: {
    summary: "run every variant of an evaluation file over a dataset and write a report",
    file: new URL("./eval.ts", import.meta.url),
  },
  plan: {
    summary: "show variants, distinct work and what sharing saves, without running",
    file: new URL("./plan.ts", import.meta.url),
  },
  predict: {
    summary: "score a folder of unlabelled videos into submission.csv",
    file: new URL("./predict.ts", import.meta.url),
  },
  compare: {
    summary: "compare two runs: what changed, whether significantly, and in which stage first",
    file: new URL("./compare.ts", import.meta.url),
  },
  report: {
    summary: "write the tables and reports of a finished run again",
    file: new URL("./report.ts", import.meta.url),
  },
  models: {
    summary: "list, build, fetch, import and verify classifiers",
    file: new URL("./models/models.ts", import.meta.url),
  },
  datasets: {
    summary: "list, build and verify datasets",
    file: new URL("./datasets.ts", import.meta.url),
  },
  parity: {
    summary: "compare every stage with golden data of the original pipeline",
    file: new URL("./parity.ts", import.meta.url),
  },
  cuda: {
    summary: "install ONNX Runtime's CUDA provider",
    file: new URL("./cuda.ts", import.meta.url),
  },
  check: {
    summary: "judge a run by the gates against a baseline, or accept a run as one",
    file: new URL("./check/check.ts", import.meta.url),
  },
  bench: {
    summary: "measure times: warm-up, interleaved repeats, medians with intervals",
    file: new URL("./bench.ts", import.meta.url),
  },
  doctor: {
    summary: "check what this machine can run, and how to fix what it cannot",
    file: new URL("./doctor.ts", import.meta.url),
  },
};

/**
 * Runs Assay.
 * @param args command line, command first
 * @returns the exit code
 */
export async function cli(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal(readPrinting(args));
  using uncaught = catchUncaught();
  try {
    return await Promise.race([run(args, terminal), uncaught.error]);
  } catch (error) {
    return report(error, terminal);
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name] = args;
  const outer = program(terminal);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    terminal.print(outer.helpInformation().trimEnd());
    return name === undefined ? 2 : 0;
  }
  if (name === "version" || name === "--version") {
    terminal.print(VERSION);
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) throw unknownCommand(name);
  refuseEmptyValues(args);
  let code: ExitCode = 0;
  const command = new Command(`deno task ${name}`).description(entry.summary);
  prepare(command, terminal);
  const { define } = await loadLater<CommandModule>(entry.file);
  await define(command, { terminal, args, finish: (finished) => code = finished });
  for (const sub of command.commands) prepare(sub, terminal);
  await command.parseAsync(args.slice(1), { from: "user" });
  return code;
}

/** The outermost help. */
function program(terminal: Terminal): Command {
  const outer = prepare(new Command("deno task"), terminal)
    .usage("NAME [flags]")
    .description("Assay measures video deepfake detectors.")
    .addHelpText("after", "\nEvery command has --help.  Start with: deno task eval");
  for (const [name, { summary }] of Object.entries(COMMANDS)) {
    outer.command(name).description(summary);
  }
  return outer;
}

/** Makes commander throw instead of exiting, and print where Assay prints. */
function prepare(command: Command, terminal: Terminal): Command {
  return command
    .version(VERSION, "--version", "print Assay's version")
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: () => {},
      getOutHelpWidth: () => 100,
      // Commander would ask the environment for variables that tasks may not read.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function unknownCommand(name: string): AssayError {
  return wrongUse(`there is no command "${name}"`, suggestName(name, Object.keys(COMMANDS)));
}

/** Prints an error as one line and gives its exit code. */
function report(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Of a command with subcommands that is called without one, commander gives its own code alone.
    const what = error.code === "commander.help"
      ? "missing subcommand"
      : error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    terminal.error(wrongUse(what, "See --help"));
    return 2;
  }
  if (error instanceof AssayError) {
    terminal.error(error);
    return error.exitCode;
  }
  const what = error instanceof Error ? error.message : String(error);
  const remedy = "This is a fault in Assay: run again with --verbose and report what it prints";
  terminal.error(new AssayError("INTERNAL", 4, { what, remedy, cause: error }));
  return 4;
}
