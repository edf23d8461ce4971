import type { ScoreFormat } from "../stages/pooling/contract.ts";
import { ensemble } from "../stages/pooling/ensemble.ts";
import { poolingStrategies } from "../stages/pooling/registry.ts";
import type { ParityStage } from "./contract.ts";
import { measuresOf, type Tally, tally } from "./tally.ts";

interface GoldenPooling {
  readonly cases: readonly {
    readonly name: string;
    readonly dtype: ScoreFormat;
    readonly threshold: number;
    readonly pred: readonly number[];
    readonly branch: string;
    readonly result: number;
  }[];
  readonly ensemble: readonly {
    readonly dtype: ScoreFormat;
    readonly modelScores: readonly number[];
    readonly result: number;
  }[];
}

/** The confident strategy and the mean over classifiers, compared with NumPy in each format. */
export const pooling: ParityStage = {
  title: "pooling",
  check({ golden }) {
    const { cases, ensemble: means } = golden.json<GoldenPooling>("strategy.json");
    const tallies: Record<ScoreFormat, Tally> = {
      float16: tally({ what: "confident, float16" }),
      float32: tally({ what: "confident, float32" }),
      float64: tally({ what: "confident, float64" }),
    };
    const ensembles = tally({ what: "mean over classifiers" });
    for (const { name, dtype, threshold, pred, branch, result } of cases) {
      const scores = Float64Array.from(pred);
      const faces = { format: dtype, frameOf: pred.map((_, i) => i), emptyFrames: 0 };
      const pooled = poolingStrategies.confident.pool(scores, { threshold, ...faces });
      const difference = Math.abs(pooled.probability - result);
      tallies[dtype].add(name, pooled.branch === branch ? difference : Infinity);
    }
    for (const { dtype, modelScores, result } of means) {
      const mean = ensemble(Float64Array.from(modelScores), dtype);
      ensembles.add(`${modelScores.length} in ${dtype}`, Math.abs(mean - result));
    }
    const measures = measuresOf([...Object.values(tallies), ensembles]);
    return Promise.resolve({ measures, leftOut: [] });
  },
};
