import { startVideoThread } from "../pipeline/execution/video_thread.ts";
import { readToolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import type { Evaluation } from "./evaluation.ts";
import type { RunContext } from "./run_context.ts";
import { unlessAborted } from "../platform/host/interrupt.ts";
import { loadLater } from "../platform/host/load_later.ts";
import type { FinishedRun } from "./run_evaluation.ts";
import type { RunOptions } from "./run_options.ts";

/** Context of a run that may be refused. */
export interface StartContext extends RunContext {
  /** Called when the evaluation is prepared, before its first video; what it throws ends the run. */
  readonly accept?: (evaluation: Evaluation) => void;
}

/**
 * Prepares an evaluation and runs it. Starts the tools and a worker thread first, so that they are ready when the
 * modules that make the plan are loaded.
 */
export async function startRun(
  options: RunOptions,
  context: StartContext,
): Promise<FinishedRun> {
  const tools = readToolVersions();
  tools.catch(() => {}); // errors in the config are reported first
  const thread = startVideoThread();
  try {
    const { prepareEvaluation } = await loadLater<typeof import("./evaluation.ts")>(
      new URL("./evaluation.ts", import.meta.url),
    );
    const { runEvaluation } = await loadLater<typeof import("./run_evaluation.ts")>(
      new URL("./run_evaluation.ts", import.meta.url),
    );
    const { signal } = context.interrupt;
    const evaluation = await unlessAborted(signal, prepareEvaluation(options, { tools }));
    context.accept?.(evaluation);
    return await runEvaluation(evaluation, options, { ...context, thread });
  } finally {
    await thread.end();
  }
}
