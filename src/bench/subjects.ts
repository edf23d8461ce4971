import type { BenchMachine, BenchSubject, Measurements } from "./result.ts";
import type { BenchTask } from "./task.ts";
import { benchMachine } from "./machine.ts";
import type { RoundOptions } from "./rounds.ts";
import { benchLimits } from "./limits.ts";
import { benchMemory } from "./memory.ts";
import { benchScale } from "./scale.ts";
import { benchSharing } from "./sharing.ts";
import { benchStages } from "./stages.ts";
import { benchVariants } from "./variants.ts";
import { readToolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import { type Evaluation, prepareEvaluation } from "../evaluation/evaluation.ts";

/** A subject ready to measure, with its machine. */
export interface PreparedBench {
  readonly machine: BenchMachine;
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
  /** What `--limit` took of the dataset; `null`: all videos, or none are needed. */
  readonly taken: string | null;
  measure(rounds: RoundOptions): Promise<Measurements>;
}

/** Prepares each subject before anything is measured. */
export const SUBJECTS = {
  variants: evaluated((evaluation, task, rounds) =>
    benchVariants(evaluation, { limited: task.run.limit !== null, rounds })
  ),
  stages: evaluated((evaluation, task, rounds) =>
    benchStages(evaluation, { size: task.size, rounds })
  ),
  sharing: evaluated((evaluation, task, rounds) =>
    benchSharing(evaluation, { limited: task.run.limit !== null, rounds })
  ),
  scale: synthetic(({ videos, variants }, rounds) => benchScale({ videos, variants }, rounds)),
  memory: evaluated((evaluation, task, rounds) =>
    benchMemory(evaluation, { videos: task.videos, variants: task.variants, rounds })
  ),
  limits: evaluated((evaluation, task, rounds) =>
    benchLimits(evaluation, { limited: task.run.limit !== null, rounds })
  ),
} as const satisfies Record<BenchSubject, (task: BenchTask) => Promise<PreparedBench>>;

/** A subject that runs the plan of an evaluation. */
function evaluated(
  measure: (
    evaluation: Evaluation,
    task: BenchTask,
    rounds: RoundOptions,
  ) => Promise<Measurements>,
): (task: BenchTask) => Promise<PreparedBench> {
  return async (task) => {
    const evaluation = await prepareEvaluation(task.run);
    const { plan: { provider, threads }, provider: { device }, ffmpeg, taken } = evaluation;
    return {
      machine: benchMachine({ provider, device, threads }),
      ffmpeg,
      taken,
      measure: (rounds) => measure(evaluation, task, rounds),
    };
  };
}

/** A subject that needs neither videos nor networks. */
function synthetic(
  measure: (task: BenchTask, rounds: RoundOptions) => Promise<Measurements>,
): (task: BenchTask) => Promise<PreparedBench> {
  return async (task) => ({
    machine: benchMachine({ provider: "cpu", device: null, threads: 1 }),
    ffmpeg: (await readToolVersions()).ffmpeg.version,
    taken: null,
    measure: (rounds) => measure(task, rounds),
  });
}
