import type { BenchSubject, Measurements } from "../domain/bench_result.ts";
import type { PreparedBench } from "./bench.ts";
import { type BenchFlags, sizeFlag } from "./bench_flags.ts";
import { benchMachine } from "./bench_machine.ts";
import type { RoundOptions } from "./bench_rounds.ts";
import { benchStages } from "./bench_stages.ts";
import { benchVariants } from "./bench_variants.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";

/** Settles what a subject needs before anything is measured. */
export const SUBJECTS = {
  variants: evaluated((evaluation, flags, rounds) =>
    benchVariants(evaluation, { limited: flags.limit !== undefined, rounds })
  ),
  stages: evaluated((evaluation, flags, rounds) =>
    benchStages(evaluation, { size: sizeFlag(flags.size ?? "1920x1080"), rounds })
  ),
} as const satisfies Partial<Record<BenchSubject, (flags: BenchFlags) => Promise<PreparedBench>>>;

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
