import { startVideoThread } from "../pipeline/execution/video_thread.ts";
import { toolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import type { RunContext } from "./run_context.ts";
import { loadLater } from "../platform/host/load_later.ts";
import type { FinishedRun } from "./run_evaluation.ts";
import type { RunFlags } from "./run_flags.ts";

/** What is run, where it is not what the flags say word for word. */
export interface RunChoice {
  /** Default: the flags as they are. */
  readonly choice?: RunFlags;
  /** Of all variants only that of compareWith; default `false`. */
  readonly onlyBaseline?: boolean;
}

/**
 * Prepares an evaluation and runs it. The programs and the thread that every run needs are started before the
 * modules are read that make the plan: each takes about as long as the other.
 */
export async function startRun(
  flags: RunFlags,
  context: RunContext,
  { choice = flags, onlyBaseline = false }: RunChoice = {},
): Promise<FinishedRun> {
  const tools = toolVersions();
  tools.catch(() => {}); // what is wrong with the flags is said first
  const thread = startVideoThread();
  try {
    const { prepareEvaluation } = await loadLater<typeof import("./evaluation.ts")>(
      new URL("./evaluation.ts", import.meta.url),
    );
    const { runEvaluation } = await loadLater<typeof import("./run_evaluation.ts")>(
      new URL("./run_evaluation.ts", import.meta.url),
    );
    const evaluation = await prepareEvaluation(choice, { onlyBaseline, tools });
    return await runEvaluation(evaluation, flags, { ...context, thread });
  } finally {
    await thread.end();
  }
}
