import type { BenchMachine, BenchSubject, Measurements } from "./result.ts";
import { type BenchFlags, countsFlag, sizeFlag } from "./flags.ts";
import { benchMachine } from "./machine.ts";
import type { RoundOptions } from "./rounds.ts";
import { benchLimits } from "./limits.ts";
import { benchMemory } from "./memory.ts";
import { benchScale } from "./scale.ts";
import { benchSharing } from "./sharing.ts";
import { benchStages } from "./stages.ts";
import { benchVariants } from "./variants.ts";
import { toolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import { type Evaluation, prepareEvaluation } from "../evaluation/evaluation.ts";

/** A subject with everything settled: which machine it runs on, and how to measure. */
export interface PreparedBench {
  readonly machine: BenchMachine;
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
  measure(rounds: RoundOptions): Promise<Measurements>;
}

/** Settles what a subject needs before anything is measured. */
export const SUBJECTS = {
  variants: evaluated((evaluation, flags, rounds) =>
    benchVariants(evaluation, { limited: flags.limit !== undefined, rounds })
  ),
  stages: evaluated((evaluation, flags, rounds) =>
    benchStages(evaluation, { size: sizeFlag(flags.size ?? "1920x1080"), rounds })
  ),
  sharing: evaluated((evaluation, flags, rounds) =>
    benchSharing(evaluation, { limited: flags.limit !== undefined, rounds })
  ),
  scale: madeUp((flags, rounds) =>
    benchScale({
      videos: countsFlag("videos", flags.videos),
      variants: countsFlag("variants", flags.variants),
    }, rounds)
  ),
  memory: evaluated((evaluation, flags, rounds) =>
    benchMemory(evaluation, {
      videos: countsFlag("videos", flags.videos),
      variants: countsFlag("variants", flags.variants),
      rounds,
    })
  ),
  limits: evaluated((evaluation, flags, rounds) =>
    benchLimits(evaluation, { limited: flags.limit !== undefined, rounds })
  ),
} as const satisfies Record<BenchSubject, (flags: BenchFlags) => Promise<PreparedBench>>;

/** A subject that runs the plan of an evaluation. */
function evaluated(
  measure: (
    evaluation: Evaluation,
    flags: BenchFlags,
    rounds: RoundOptions,
  ) => Promise<Measurements>,
): (flags: BenchFlags) => Promise<PreparedBench> {
  return async (flags) => {
    const evaluation = await prepareEvaluation(flags);
    const { plan: { provider, threads }, provider: { device }, ffmpeg } = evaluation;
    return {
      machine: benchMachine({ provider, device, threads }),
      ffmpeg,
      measure: (rounds) => measure(evaluation, flags, rounds),
    };
  };
}

/** A subject that needs neither videos nor networks. */
function madeUp(
  measure: (flags: BenchFlags, rounds: RoundOptions) => Promise<Measurements>,
): (flags: BenchFlags) => Promise<PreparedBench> {
  return async (flags) => ({
    machine: benchMachine({ provider: "cpu", device: null, threads: 1 }),
    ffmpeg: (await toolVersions()).ffmpeg.version,
    measure: (rounds) => measure(flags, rounds),
  });
}
