import type { LabelledVideos, ScoredVariant } from "../../src/analysis/summary/scored_variant.ts";
import { seededRandom } from "../../src/base/numeric/statistics/seeded_random.ts";

/** A made-up detector's scores of made-up videos. */
export interface SimulatedPair {
  readonly videos: LabelledVideos;
  /** Two detectors that see much the same in each video. */
  readonly pair: readonly [ScoredVariant, ScoredVariant];
}

export interface SimulationOptions {
  readonly groups: number;
  /** 0 … 2³²−1. */
  readonly seed: number;
  /** How much more the first detector's logits lean towards the truth; 0: the two are interchangeable. */
  readonly gain: number;
}

/**
 * Groups of a real video and one to four fakes made from it. Some groups are harder than others for both
 * detectors, some for one alone; videos differ too. All on the logit, in standard deviations as measured on no
 * data set in particular: log loss about 0.54, AUC about 0.82, and losses of a group clearly alike.
 */
export function simulatedPair({ groups, seed, gain }: SimulationOptions): SimulatedPair {
  const below = seededRandom(seed);
  const normal = normalStream(below);
  const labels: number[] = [];
  const names: string[] = [];
  const scores: [number[], number[]] = [[], []];
  for (let group = 0; group < groups; group++) {
    const ease = 1.2 + normal();
    const own = [gain + 0.7 * normal(), 0.7 * normal()];
    const fakes = 1 + below(4);
    for (let video = 0; video <= fakes; video++) {
      const towards = video === 0 ? -1 : 1;
      const seen = towards * ease + 1.2 * normal();
      labels.push(video === 0 ? 0 : 1);
      names.push(`${group}`);
      scores.forEach((of, k) => of.push(sigmoid(seen + towards * own[k]! + 0.7 * normal())));
    }
  }
  const scored = (probabilities: readonly number[]): ScoredVariant => ({
    probabilities: Float64Array.from(probabilities),
    decision: 0.5,
  });
  return {
    videos: { labels: Uint8Array.from(labels), groups: names },
    pair: [scored(scores[0]), scored(scores[1])],
  };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Standard normal numbers, by Box and Muller. */
function normalStream(below: (bound: number) => number): () => number {
  const uniform = () => (below(2 ** 21) + 0.5) / 2 ** 21;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
