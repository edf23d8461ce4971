import assert from "node:assert/strict";
import { type Compared, compareScores, shareText } from "./compared_scores.ts";
import {
  neutralScale,
  PLAIN,
  type SimulatedClassifier,
  type SimulatedWorld,
  TEST_WORLDS,
} from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

/** Largest share of differences that are called although there are none. */
const MOST_CALLED = 0.065;

/**
 * The largest share of changes of calibration that are called in "pairs", by number of groups: its groups are of two
 * videos and differ much, so that few of them seldom hold one of the rare large losses that make up for many small
 * ones. No test of so few groups can know of these.
 */
const UNSEEN_LOSSES: Readonly<Record<number, number>> = { 6: 0.125, 12: 0.11, 20: 0.09 };

const SIZES = [6, 12, 20, 50, 200];

for (const world of TEST_WORLDS) {
  slowTest(`${world.name}: of interchangeable classifiers few are called different`, () => {
    for (const groups of SIZES) assertFewCalls(world, PLAIN, groups);
  });
  slowTest(`${world.name}: a change of calibration alone is rarely called one of log loss`, () => {
    const neutral = { gain: 0, scale: neutralScale(world) };
    for (const groups of SIZES) assertFewCalls(world, neutral, groups);
  });
}

function assertFewCalls(
  world: SimulatedWorld,
  classifier: SimulatedClassifier,
  groups: number,
): void {
  const count = groups > 50 ? 250 : 750;
  const runs = Array.from(
    { length: count },
    (_, k) => compareScores(world, classifier, { groups, seed: k + 1 }),
  );
  for (const name of ["logLoss", "auc"] as const) {
    const share = (is: (compared: Compared) => boolean) =>
      runs.filter((run) => is(run[name])).length / count;
    const [called, paired, swapped] = [
      share(({ isCalled }) => isCalled),
      share(({ p }) => p <= 0.05),
      share(({ swapP }) => swapP <= 0.05),
    ];
    const scale = classifier.scale.toFixed(3);
    console.log(
      `${world.name} | logits × ${scale} | ${groups} groups | ${name} | ${
        shareText(called, count)
      }` +
        ` | paired test ${shareText(paired, count)} | swap test ${shareText(swapped, count)}`,
    );
    const most = isUnseen(world, classifier, name) ? UNSEEN_LOSSES[groups] : undefined;
    const error = Math.sqrt(called * (1 - called) / count);
    assert.ok(
      called <= (most ?? MOST_CALLED) + 2 * error,
      `${world.name}, ${groups} groups, ${name}: ${called}`,
    );
  }
}

function isUnseen(world: SimulatedWorld, { scale }: SimulatedClassifier, name: string): boolean {
  return world.name === "pairs" && scale !== 1 && name === "logLoss";
}
