import type { Command } from "commander";
import type { ExitCode } from "../records/errors.ts";
import type { Interrupt } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** Exports of a command's module: its flags, examples and action. */
export interface CommandModule {
  /** Adds flags and help to `command`, and an action that reports its exit code to `context.finish`. */
  define(command: Command, context: CommandContext): void | Promise<void>;
}

export interface CommandContext {
  readonly terminal: Terminal;
  /** Command line that Assay was called with, command first. */
  readonly args: readonly string[];
  /** Ctrl-C and similar signals; its abort signal is used by commands that stop by themselves. */
  readonly interrupt: Interrupt;
  finish(code: ExitCode): void;
}
