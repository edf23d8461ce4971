import { type Random, randomOf } from "./simulated_worlds.ts";
import type { MadeVideo } from "../analysis/comparison/made_runs.ts";

/** How the times of unchanged code vary on a made-up machine; sizes are on the logarithm of the time. */
export interface TimedWorld {
  readonly name: string;
  readonly videos: number;
  /** Videos of one group, which are alike. */
  readonly perGroup: number;
  /** Draws by how much a whole run is slower. */
  run(random: Random): number;
  /** Standard deviation of one video's time within a run. */
  readonly video: number;
  /** Standard deviation of the step of a slow drift, from video to video of one run. */
  readonly drift: number;
}

/** 3 and 8 % from run to run, and 8 % with long tails and a drift within the run. */
export const TIMED_WORLDS: readonly TimedWorld[] = [
  {
    name: "own machine, 3 % from run to run",
    ...{ videos: 36, perGroup: 2, video: 0.05, drift: 0 },
    run: ({ normal }) => 0.03 * normal(),
  },
  {
    name: "shared host, 8 % from run to run",
    ...{ videos: 120, perGroup: 4, video: 0.1, drift: 0 },
    run: ({ normal }) => 0.08 * normal(),
  },
  {
    name: "shared host with bad neighbours, 8 % from run to run",
    ...{ videos: 24, perGroup: 1, video: 0.15, drift: 0.005 },
    run: (random) => 0.08 * Math.sqrt(3 / 5) * studentOfFive(random), // its variance is 5/3
  },
];

/** Times of the same videos in two runs; the later run's code takes `factor` times as long. */
export function timedRuns(
  { videos, perGroup, run, video, drift }: TimedWorld,
  { factor, seed }: { readonly factor: number; readonly seed: number },
): Readonly<Record<"before" | "after", readonly MadeVideo[]>> {
  const random = randomOf(seed);
  const lengths = Array.from({ length: videos }, () => 1500 * Math.exp(0.5 * random.normal()));
  const times = (times: number): MadeVideo[] => {
    let level = run(random);
    return lengths.map((length, k) => {
      level += drift * random.normal();
      const milliseconds = times * length * Math.exp(level + video * random.normal());
      return { filename: `${1000 + k}`, group: `${Math.floor(k / perGroup)}`, milliseconds };
    });
  };
  return { before: times(1), after: times(factor) };
}

function studentOfFive({ normal }: Random): number {
  let squares = 0;
  for (let k = 0; k < 5; k++) squares += normal() ** 2;
  return normal() / Math.sqrt(squares / 5);
}
