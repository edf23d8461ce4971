import type { Command } from "commander";
import { AssayError, type ExitCode } from "../../records/errors.ts";
import type { CommandContext } from "../command.ts";
import { systemClock } from "../../platform/host/clock.ts";
import { unlessAborted } from "../../platform/host/interrupt.ts";
import { sweepPackages } from "../../platform/packages/package_store.ts";
import { addFlags } from "../flags/command_flags.ts";
import { QUIET_FLAGS } from "../flags/flag_table.ts";
import { isSetUp, setupSteps } from "./steps.ts";

/** Code of the error without network. It is only a warning: commands that need the part fail on their own. */
const OFFLINE = "PACKAGE_UNREACHABLE";

export function define(command: Command, context: CommandContext): void {
  addFlags(command, QUIET_FLAGS)
    .addHelpText(
      "after",
      `
Downloads and builds only what is missing. Without network access it warns, and
commands that need the missing part fail. ASSAY_FFMPEG and ASSAY_FFPROBE give
the programs to use instead of those on PATH: a path, or "npm" for the build
from npm.

Example:
  deno task setup`,
    )
    .action(async () => context.finish(await setUp(context)));
}

async function setUp({ terminal, interrupt: { signal } }: CommandContext): Promise<ExitCode> {
  await sweepPackages();
  for (const step of Object.values(setupSteps((text) => terminal.note(`  ${text}`)))) {
    if (await isSetUp(step)) continue;
    terminal.note(`setting up ${step.title}`);
    const start = systemClock.now();
    try {
      await unlessAborted(signal, step.run());
    } catch (error) {
      if (!(error instanceof AssayError) || error.code !== OFFLINE) throw error;
      terminal.warn(`${step.title} could not be set up: ${error.message}`);
      return 0;
    }
    const seconds = (systemClock.now() - start) / 1000;
    if (seconds >= 1) terminal.note(`  done in ${seconds.toFixed(0)} s`);
  }
  return 0;
}
