import { Command, CommanderError } from "commander";
import { AssayError, type ExitCode, toolError } from "../records/errors.ts";
import { suggestName } from "../base/text/nearest_name.ts";
import type { CommandContext, CommandModule } from "./command.ts";
import { refuseEmptyValues } from "./flags/empty_values.ts";
import { readPrinting } from "./flags/printing.ts";
import { wrongUse } from "./flags/usage.ts";
import { interruptSignal, takeSignals } from "../platform/host/interrupt.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { catchUncaught } from "../platform/host/uncaught_error.ts";
import { openTerminal, type Terminal } from "../platform/host/terminal.ts";
import { VERSION } from "../platform/host/version.ts";

interface CommandEntry {
  /** One line for help; `deno.json` describes the task in the same words. */
  readonly summary: string;
  /** Module of the command, imported only when the command is called. */
  readonly file: URL;
  /** Whether the command handles Ctrl-C and stops where nothing is lost; otherwise it ends the process at once. */
  readonly stops?: true;
}

/** Commands by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  setup: {
    summary: "install what is missing: ffmpeg, MTCNN, demo dataset, demo model",
    stops: true,
    file: new URL("./setup/setup.ts", import.meta.url),
  },
  eval: {
    summary: "run the variants of an evaluation file and write a report",
    stops: true,
    file: new URL("./eval.ts", import.meta.url),
  },
  plan: {
    summary: "show the variants, their distinct work and what sharing saves",
    stops: true,
    file: new URL("./plan.ts", import.meta.url),
  },
  predict: {
    summary: "score videos without labels and write submission.csv",
    stops: true,
    file: new URL("./predict.ts", import.meta.url),
  },
  compare: {
    summary: "compare two runs and find the first stage that differs",
    file: new URL("./compare.ts", import.meta.url),
  },
  report: {
    summary: "write the reports of a finished run again",
    stops: true,
    file: new URL("./report.ts", import.meta.url),
  },
  scores: {
    summary: "make a run of scores that were computed elsewhere",
    file: new URL("./scores.ts", import.meta.url),
  },
  models: {
    summary: "list, build, fetch, import and verify classifiers",
    file: new URL("./models/models.ts", import.meta.url),
  },
  datasets: {
    summary: "list, inspect, build and verify datasets",
    file: new URL("./datasets.ts", import.meta.url),
  },
  parity: {
    summary: "compare every stage with golden data of the original",
    file: new URL("./parity.ts", import.meta.url),
  },
  cuda: {
    summary: "install ONNX Runtime's CUDA provider",
    file: new URL("./cuda.ts", import.meta.url),
  },
  check: {
    summary: "check a run against a baseline, or accept it as a baseline",
    stops: true,
    file: new URL("./check/check.ts", import.meta.url),
  },
  bench: {
    summary: "measure times and memory",
    stops: true,
    file: new URL("./bench.ts", import.meta.url),
  },
  doctor: {
    summary: "show what this machine can run and how to add what is missing",
    file: new URL("./doctor.ts", import.meta.url),
  },
};

/**
 * Runs a command line and prints its errors.
 * @param args command line without the program, command first
 * @returns exit code of the process
 */
export async function cli(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal(readPrinting(args));
  using interrupt = interruptSignal();
  using uncaught = catchUncaught();
  const [name = ""] = args;
  if (entryOf(name)?.stops !== true) interrupt.dispose();
  const finished = Promise.race([run(args, { terminal, interrupt }), uncaught.error])
    .catch((error) => codeOfError(error, { terminal, interrupt }));
  const code = await Promise.race([finished, interrupt.urged.then(() => INTERRUPTED)]);
  return code === 0 && terminal.lostOutput() ? reportError(outputLost(), terminal) : code;
}

const INTERRUPTED: ExitCode = 130;

async function run(
  args: readonly string[],
  { terminal, interrupt }: Pick<CommandContext, "terminal" | "interrupt">,
): Promise<ExitCode> {
  const [name] = args;
  const outer = program(terminal);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    outer.outputHelp();
    return name === undefined ? 2 : 0;
  }
  if (name === "version" || name === "--version") {
    terminal.print(VERSION);
    return 0;
  }
  const entry = entryOf(name);
  if (!entry) throw unknownCommand(name);
  refuseEmptyValues(args);
  let code: ExitCode = 0;
  const command = new Command(`deno task ${name}`).description(entry.summary);
  prepare(command, terminal);
  const { define } = await loadLater<CommandModule>(entry.file);
  await define(command, { terminal, args, interrupt, finish: (finished) => code = finished });
  for (const sub of command.commands) prepare(sub, terminal);
  await command.parseAsync(args.slice(1), { from: "user" });
  return code;
}

function entryOf(name: string): CommandEntry | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

/** Makes the outermost program, which only prints the list of commands. */
function program(terminal: Terminal): Command {
  const outer = prepare(new Command("deno task"), terminal)
    .usage("COMMAND [options]")
    .description("Assay measures video deepfake detectors.")
    .helpCommand(false)
    .addHelpText("after", "\nEvery command has --help. Start with: deno task eval");
  for (const [name, { summary }] of Object.entries(COMMANDS)) {
    outer.command(name).description(summary);
  }
  return outer;
}

/** Columns of help texts: the usual width of a terminal. */
const HELP_WIDTH = 80;

/** Makes commander throw instead of exiting, and print through Assay's terminal. */
function prepare(command: Command, terminal: Terminal): Command {
  return command
    .version(VERSION, "--version", "print Assay's version")
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: () => {},
      getOutHelpWidth: () => HELP_WIDTH,
      // Commander would read environment variables that tasks have no permission for.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function unknownCommand(name: string): AssayError {
  return wrongUse(`there is no command "${name}"`, suggestName(name, Object.keys(COMMANDS)));
}

/** Makes the error for a result that could not be printed. Files are complete: they are written before printing. */
function outputLost(): AssayError {
  return toolError("OUTPUT_NOT_WRITTEN", {
    what: "the command finished, but its output could not be written to standard output",
    remedy:
      "Free disk space where the output goes; the results of a run are in its folder, and `report` prints them",
  });
}

/** Prints an error and returns its exit code; an error that a signal caused counts as an interruption. */
async function codeOfError(
  error: unknown,
  { terminal, interrupt: { signal } }: Pick<CommandContext, "terminal" | "interrupt">,
): Promise<ExitCode> {
  try {
    await takeSignals(signal); // the same Ctrl-C may have ended a program that Assay runs first
  } catch (interrupted) {
    return reportError(interrupted, terminal);
  }
  return reportError(error, terminal);
}

/** Prints an error as one line. @returns its exit code */
function reportError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // For a missing subcommand, commander throws its help code without a message.
    const what = error.code === "commander.help"
      ? "missing subcommand"
      : error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    terminal.error(wrongUse(what, "Run it with --help to see what it takes"));
    return 2;
  }
  if (error instanceof AssayError) {
    terminal.error(error);
    return error.exitCode;
  }
  const what = error instanceof Error ? error.message : String(error);
  const remedy = "This is a bug in Assay: run again with --verbose and report the output";
  terminal.error(new AssayError("INTERNAL", 4, { what, remedy, cause: error }));
  return 4;
}
