import { Command, CommanderError } from "commander";
import { AssayError, type ExitCode, usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { CommandModule } from "./command.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { openTerminal, type Terminal } from "../platform/host/terminal.ts";

interface CommandEntry {
  readonly summary: string;
  /** Its file, loaded only when it is called. */
  readonly file: URL;
}

/** Every command. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  setup: {
    summary: "put in place what is missing: ffmpeg, MTCNN, demo data, demo model",
    file: new URL("./setup/setup.ts", import.meta.url),
  },
  eval: {
    summary: "run every variant of a config over a dataset and write a report",
    file: new URL("./eval.ts", import.meta.url),
  },
  plan: {
    summary: "show variants, distinct stages and what sharing saves, without running",
    file: new URL("./plan.ts", import.meta.url),
  },
  predict: {
    summary: "score a folder of unlabelled videos into submission.csv",
    file: new URL("./predict.ts", import.meta.url),
  },
  compare: {
    summary: "compare two runs: what changed, is it real, where did it begin",
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
    summary: "prove on golden data that the numbers are the original's",
    file: new URL("./parity.ts", import.meta.url),
  },
  cuda: {
    summary: "put ONNX Runtime's CUDA provider in place",
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
    summary: "say what this machine can do, and how to mend what it cannot",
    file: new URL("./doctor.ts", import.meta.url),
  },
};

/**
 * Runs Assay.
 * @param args command line, command first
 * @returns the exit code
 */
export async function cli(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal(args);
  try {
    return await run(args, terminal);
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
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) throw unknownCommand(name);
  requireNoneEmpty(args);
  let code: ExitCode = 0;
  const command = new Command(`deno task ${name}`).description(entry.summary);
  prepare(command, terminal);
  const { define } = await loadLater<CommandModule>(entry.file);
  define(command, { terminal, args, finish: (finished) => code = finished });
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

/** An empty value is an unset variable of the user's script; as a path it would mean the current folder. */
function requireNoneEmpty(args: readonly string[]): void {
  const at = args.findIndex((arg) => arg === "" || /^--[a-z-]+=$/.test(arg));
  if (at < 0) return;
  const flag = (args[at] || args[at - 1]).replace(/=$/, "");
  throw usageError("USAGE", {
    what: `what follows ${flag} is empty`,
    remedy: "Give it a value, or leave it out",
  });
}

function unknownCommand(name: string): AssayError {
  const nearest = nearestName(name, Object.keys(COMMANDS));
  return usageError("USAGE", {
    what: `there is no command "${name}"`,
    remedy: nearest ? `Did you mean "${nearest}"?` : "See `deno task help`",
  });
}

/** Prints an error as one line and gives its exit code. */
function report(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Of a command with actions that is called without one, commander says nothing but its own code.
    const what = error.code === "commander.help"
      ? "nothing says which action is meant"
      : error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    terminal.error(usageError("USAGE", { what, remedy: "See --help" }));
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
