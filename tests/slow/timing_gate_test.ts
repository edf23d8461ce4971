import assert from "node:assert/strict";
import { pairVideos } from "../../src/analysis/comparison/pair_videos.ts";
import { compareTiming } from "../../src/analysis/comparison/timing_comparison.ts";
import { judgeTiming } from "../../src/analysis/gates/timing_gate.ts";
import { DEFAULT_GATES } from "../../src/config/gates.ts";
import type { ComparedVariant } from "../../src/records/run_comparison.ts";
import { madeRun } from "../analysis/comparison/made_runs.ts";
import { slowTest } from "./slow_only.ts";
import { TIMED_WORLDS, timedRuns, type TimedWorld } from "./timed_worlds.ts";

const PAIRS = 1000;

interface Judged {
  readonly fails: boolean;
  /** Whether the interval over videos excludes 1. */
  readonly excludes: boolean;
}

/** Compares the times of two made-up runs and judges them by the default gate, as `check` does. */
function judged(world: TimedWorld, options: Parameters<typeof timedRuns>[1]): Judged {
  const runs = timedRuns(world, options);
  const [before, after] = [runs.before, runs.after].map((videos) =>
    madeRun({ variants: { reference: videos } })
  ) as [ReturnType<typeof madeRun>, ReturnType<typeof madeRun>];
  const { videos } = pairVideos(before, after, { shared: false });
  const pair = { before: before.variants[0]!, after: after.variants[0]! };
  const timing = compareTiming(pair, videos, { refused: null, draws: 500, seed: options.seed });
  assert.ok(timing.refused === null);
  const { low, high } = timing.ratio.interval;
  const variant = { name: "reference", timing } as ComparedVariant;
  return {
    fails: judgeTiming(variant, DEFAULT_GATES.timing!).outcome === "fail",
    excludes: low! > 1 || high! < 1,
  };
}

/** Shares of pairs of runs, in percent with the Monte-Carlo standard error. */
function simulated(world: TimedWorld, factor: number, firstSeed: number) {
  const all = Array.from(
    { length: PAIRS },
    (_, k) => judged(world, { factor, seed: firstSeed + k }),
  );
  const share = (is: (one: Judged) => boolean) => all.filter(is).length / PAIRS;
  const [fails, excludes] = [share(({ fails }) => fails), share(({ excludes }) => excludes)];
  console.log(
    `${world.name}, × ${factor}: the gate fails in ${text(fails)}, ` +
      `the CI over videos excludes 1 in ${text(excludes)}`,
  );
  return { fails, excludes };
}

function text(share: number): string {
  const error = Math.sqrt(share * (1 - share) / PAIRS);
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
}

TIMED_WORLDS.forEach((world, w) => {
  slowTest(`the timing gate fails unchanged code in at most 5 %: ${world.name}`, () => {
    const { fails, excludes } = simulated(world, 1, 1000 * w);
    assert.ok(fails <= 0.05, `${fails}`);
    // Why `compare` calls no difference of times significant.
    assert.ok(excludes > 0.1, `${excludes}`);
  });
  slowTest(`the timing gate finds half as long again, mostly +30 % too: ${world.name}`, () => {
    const [third, half] = [simulated(world, 1.3, 50_000), simulated(world, 1.5, 70_000)];
    assert.ok(third.fails >= 0.5, `${third.fails}`);
    assert.ok(half.fails >= 0.9, `${half.fails}`);
  });
});
