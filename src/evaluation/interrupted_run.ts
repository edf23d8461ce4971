import { takeSignals } from "../platform/host/interrupt.ts";
import { loadLater } from "../platform/host/load_later.ts";
import type { RunSummary } from "../records/summary.ts";
import { readManifest, writeManifest } from "../runs/manifest.ts";
import { resumeCommand } from "../runs/resume_command.ts";
import type { RunContext } from "./run_context.ts";

/**
 * Writes the reports of a run all of whose videos have a record. A run that is stopped meanwhile is interrupted, so
 * that `--resume` goes on with it.
 * @returns `null` when the user stopped it
 */
export async function reportRun(
  folder: string,
  context: RunContext,
): Promise<RunSummary | null> {
  const { signal } = context.interrupt;
  try {
    // What only reports need is not loaded before the first video.
    const { writeReports } = await loadLater<typeof import("../reports/write_reports.ts")>(
      new URL("../reports/write_reports.ts", import.meta.url),
    );
    const summary = await writeReports(folder, { signal });
    await takeSignals(signal);
    return summary;
  } catch (error) {
    if (!signal.aborted) throw error;
    writeManifest(folder, { ...readManifest(folder), status: "interrupted" });
    context.terminal.warn(interruptedSentence(folder, context));
    return null;
  }
}

/** Describes how to go on with a run that the user stopped. */
export function interruptedSentence(folder: string, context: RunContext): string {
  const resume = resumeCommandFor(folder, context);
  return `interrupted; nothing computed is lost. Go on with: ${resume}`;
}

/** The command that goes on with a run, or with the run that this one repeats. */
export function resumeCommandFor(folder: string, { args, repeatOf }: RunContext): string {
  return resumeCommand(repeatOf ?? folder, args);
}
