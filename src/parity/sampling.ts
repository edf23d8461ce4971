import { frameSelectors } from "../stages/frames/registry.ts";
import { type IntegerDraw, randint } from "../base/numeric/numpy/legacy_random.ts";
import { mersenneTwister } from "../base/numeric/numpy/mersenne_twister.ts";
import type { ParityStage } from "./contract.ts";
import { equality, measuresOf, type Tally, tally } from "./tally.ts";

interface GoldenIndices {
  readonly frameCount: number;
  readonly numFrames: number;
  readonly indices: readonly number[];
  readonly jitter?: number;
  readonly seed?: number;
}

interface GoldenDraw extends IntegerDraw {
  readonly values: readonly number[];
}

interface GoldenSampling {
  readonly linspace: readonly GoldenIndices[];
  readonly linspaceRounding: readonly GoldenIndices[];
  readonly jitter: readonly GoldenIndices[];
  readonly random: readonly GoldenIndices[];
  readonly mt19937: readonly { readonly seed: number; readonly uint32: readonly number[] }[];
  readonly randint: readonly (GoldenDraw & {
    readonly seed: number;
    /** Next word of the random stream after the draw. */
    readonly next_uint32: number;
  })[];
  readonly randintSequence: readonly {
    readonly seed: number;
    readonly calls: readonly GoldenDraw[];
  }[];
}

/** Frame indices and the random numbers behind them, compared with NumPy 1.24. */
export const sampling: ParityStage = {
  title: "sampling",
  check({ golden }) {
    const expected = golden.json<GoldenSampling>("sampling.json");
    const tallies = {
      uniform: tally({ what: "evenly spaced indices" }),
      jitter: tally({ what: "jittered indices" }),
      random: tally({ what: "random indices" }),
      words: tally({ what: "random words (MT19937)" }),
      randint: tally({ what: "random integers (randint)" }),
    };
    for (const one of [...expected.linspace, ...expected.linspaceRounding]) {
      compareIndices(tallies.uniform, one, "uniform");
    }
    for (const one of expected.jitter) compareIndices(tallies.jitter, one, "uniform");
    for (const one of expected.random) compareIndices(tallies.random, one, "random");
    compareWords(tallies.words, expected);
    compareDraws(tallies.randint, expected);
    return Promise.resolve({ measures: measuresOf(Object.values(tallies)), leftOut: [] });
  },
};

function compareIndices(
  one: Tally,
  { frameCount, numFrames, indices, jitter = 0, seed = 0 }: GoldenIndices,
  selection: "uniform" | "random",
): void {
  const parameters = { frames: numFrames, jitter, seed };
  const selected = frameSelectors[selection].select(frameCount, parameters);
  const name = `${numFrames} of ${frameCount} frames, jitter ${jitter}, seed ${seed}`;
  one.add(name, equality(selected, indices));
}

function compareWords(words: Tally, { mt19937 }: GoldenSampling): void {
  for (const { seed, uint32 } of mt19937) {
    const next = mersenneTwister(seed);
    words.add(`seed ${seed}`, equality(uint32.map(() => next()), uint32));
  }
}

function compareDraws(one: Tally, { randint: alone, randintSequence }: GoldenSampling): void {
  for (const { seed, values, next_uint32, ...draw } of alone) {
    const words = mersenneTwister(seed);
    const drawn = [...randint(words, draw), words()];
    one.add(`seed ${seed}: ${draw.low} to ${draw.high}`, equality(drawn, [...values, next_uint32]));
  }
  for (const { seed, calls } of randintSequence) {
    const words = mersenneTwister(seed);
    const drawn = calls.map((call) => [...randint(words, call)]);
    one.add(
      `seed ${seed}: ${calls.length} calls`,
      equality(drawn, calls.map(({ values }) => values)),
    );
  }
}
