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

const RUNS = 1000;

for (const world of TEST_WORLDS) {
  slowTest(`${world.name}: of interchangeable classifiers few are called different`, () => {
    for (const groups of [6, 12, 20, 50, 200]) assertFewCalls(world, PLAIN, groups);
  });
  slowTest(`${world.name}: a change of calibration alone is rarely called one of log loss`, () => {
    const neutral = { gain: 0, scale: neutralScale(world) };
    for (const groups of [6, 12, 20, 50, 200]) assertFewCalls(world, neutral, groups);
  });
}

function assertFewCalls(
  world: SimulatedWorld,
  classifier: SimulatedClassifier,
  groups: number,
): void {
  const runs = Array.from(
    { length: RUNS },
    (_, k) => compareScores(world, classifier, { groups, seed: k + 1 }),
  );
  for (const name of ["logLoss", "auc"] as const) {
    const share = (is: (compared: Compared) => boolean) =>
      runs.filter((run) => is(run[name])).length / RUNS;
    const [called, paired, swapped] = [
      share(({ isCalled }) => isCalled),
      share(({ p }) => p <= 0.05),
      share(({ swapP }) => swapP <= 0.05),
    ];
    const scale = classifier.scale.toFixed(3);
    console.log(
      `${world.name} | logits × ${scale} | ${groups} groups | ${name} | ${
        shareText(called, RUNS)
      }` +
        ` | paired test ${shareText(paired, RUNS)} | swap test ${shareText(swapped, RUNS)}`,
    );
    assert.ok(called <= MOST_CALLED, `${world.name}, ${groups} groups, ${name}: ${called}`);
  }
}
