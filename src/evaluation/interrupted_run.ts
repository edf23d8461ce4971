import { takeSignals } from "../platform/host/interrupt.ts";
import { loadLater } from "../platform/host/load_later.ts";
import type { RunSummary } from "../records/summary.ts";
import { readManifest, writeManifest } from "../runs/manifest.ts";
import { resumeCommand } from "../runs/resume_command.ts";
import type { RunContext } from "./run_context.ts";

/**
 * Writes the reports of a run that has a record of every video. If the user stops it meanwhile, the run is marked
 * interrupted, so that `--resume` finishes it.
 * @returns `null` when the user stopped it
 */
export async function reportRun(
  folder: string,
  context: RunContext,
): Promise<RunSummary | null> {
  const { signal } = context.interrupt;
  try {
    // Loaded here, so that the first video does not wait for what only reports need.
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

/** Describes how to resume a run that the user stopped. */
export function interruptedSentence(folder: string, context: RunContext): string {
  const resume = resumeCommandFor(folder, context);
  return `interrupted; nothing computed is lost. Resume with: ${resume}`;
}

/** The command that resumes a run, or the run that this one repeats. */
export function resumeCommandFor(folder: string, { args, repeatOf }: RunContext): string {
  return resumeCommand(repeatOf ?? folder, args);
}
