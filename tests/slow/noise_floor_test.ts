import assert from "node:assert/strict";
import { noiseFloor } from "../../src/analysis/comparison/noise_floor.ts";
import { seededRandom } from "../../src/base/numeric/statistics/seeded_random.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { slowTest } from "./slow_only.ts";

const SETTINGS = { decision: 0.5, clip: 1e-15 };
const METRIC_NAMES = ["logLoss", "auc"] as const;
const MEASURES = [...METRIC_NAMES, "any video"] as const;
type Measure = typeof MEASURES[number];

interface Random {
  /** In (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** How the logits of unchanged runs vary. */
interface NoiseWorld {
  readonly name: string;
  /** What one run adds to the logit of video k. */
  noise(k: number, random: Random): number;
}

const WORLDS: readonly NoiseWorld[] = [
  { name: "gaussian", noise: (_, { normal }) => 0.004 * normal() },
  {
    name: "few videos jump", // six videos, as those with a face at the threshold of detection
    noise: (k, { uniform, normal }) => k < 6 && uniform() < 0.45 ? 0.8 + 0.2 * normal() : 0,
  },
  {
    name: "heavy tails", // Student's t with 3 degrees of freedom
    noise: (_, { normal }) =>
      0.004 * normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3),
  },
];

/** A change that one run in three has, of one video alone: no bound from a few runs can know of it. */
const LONE_JUMP: NoiseWorld = {
  name: "one video jumps",
  noise: (k, { uniform }) => k === 0 && uniform() < 1 / 3 ? 1 : 0,
};

/** Counts, of unchanged runs, those that exceed the noise floor of K repeats. */
function countExceeded(
  world: NoiseWorld,
  { videos, repeats, tries, seed }: {
    readonly videos: number;
    readonly repeats: number;
    readonly tries: number;
    readonly seed: number;
  },
): Readonly<Record<Measure, number>> {
  const random = randomOf(seed);
  const counts = { logLoss: 0, auc: 0, "any video": 0 };
  for (let one = 0; one < tries; one++) {
    const logits = Array.from({ length: videos }, () => 2 * random.normal());
    const labels = Uint8Array.from(logits, (logit) => random.uniform() < sigmoid(logit) ? 1 : 0);
    labels.set([0, 1], 0);
    const run = () =>
      Float64Array.from(logits, (logit, k) => sigmoid(logit + world.noise(k, random)));
    const [first, ...more] = Array.from({ length: repeats + 1 }, run);
    const floor = noiseFloor({ runs: [first!, ...more], ...SETTINGS }, labels);
    const further = run();
    for (const name of METRIC_NAMES) {
      const [was, is] = [first!, further].map((probabilities) =>
        METRICS[name].compute({ labels, probabilities }, SETTINGS).value!
      );
      if (Math.abs(is! - was!) > floor.metrics[name]!.bound!) counts[name]++;
    }
    const change = Math.max(...further.map((p, k) => Math.abs(p - first![k]!)));
    if (change > floor.videoBound) counts["any video"]++;
  }
  return counts;
}

function randomOf(seed: number): Random {
  const below = seededRandom(seed), bound = 2 ** 21;
  const uniform = () => (below(bound) + 0.5) / bound;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Share with its Monte-Carlo error, such as `4.1 % ± 0.5`. */
function shareText(count: number, tries: number): string {
  const share = count / tries;
  const error = Math.sqrt(share * (1 - share) / tries);
  return `${(100 * share).toFixed(1)} % ± ${(100 * error).toFixed(1)}`;
}

/** Simulates, prints what was found, and returns the shares. */
function exceededShares(
  world: NoiseWorld,
  options: Parameters<typeof countExceeded>[1],
): Readonly<Record<Measure, number>> {
  const counts = countExceeded(world, options);
  const texts = MEASURES.map((name) => `${name} ${shareText(counts[name], options.tries)}`);
  console.log(
    `${world.name}, ${options.videos} videos, K = ${options.repeats}: ${texts.join(", ")}`,
  );
  return {
    logLoss: counts.logLoss / options.tries,
    auc: counts.auc / options.tries,
    "any video": counts["any video"] / options.tries,
  };
}

const SIZES = [{ videos: 20, tries: 1500 }, { videos: 300, tries: 600 }, {
  videos: 10_000,
  tries: 60,
}];

for (const world of WORLDS) {
  slowTest(`noise floor, ${world.name}: about 5 % of unchanged runs exceed it at most`, () => {
    for (const { videos, tries } of SIZES) {
      for (const repeats of [2, 3, 5]) {
        const shares = exceededShares(world, {
          videos,
          repeats,
          tries,
          seed: 7 * repeats + videos,
        });
        // What the bound promises, and two Monte-Carlo errors of this many tries.
        const most = 0.05 + 2 * Math.sqrt(0.05 * 0.95 / tries) + TIES;
        for (const name of MEASURES) assert.ok(shares[name] <= most, `${name}: ${shares[name]}`);
      }
    }
  });
}

/** Runs that are equal by chance, where only few videos vary, cost this much. */
const TIES = 0.01;

slowTest("noise floor, K = 1: it is wide, and may miss what only some runs have", () => {
  for (const world of WORLDS) {
    const shares = exceededShares(world, { videos: 300, repeats: 1, tries: 1000, seed: 5 });
    for (const name of MEASURES) assert.ok(shares[name] <= 0.12, `${name}: ${shares[name]}`);
  }
});

slowTest("noise floor: a jump that only some runs have is missed where no repeat had it", () => {
  const missed = [2, 5, 9].map((repeats) =>
    exceededShares(LONE_JUMP, { videos: 40, repeats, tries: 2000, seed: 3 })["any video"]
  );
  assert.ok(missed[0]! > 0.05, "which is why the page says so");
  assert.ok(missed[2]! < 0.02);
});
