import assert from "node:assert/strict";
import { compareScores, shareText } from "./compared_scores.ts";
import { type SimulatedWorld, TEST_WORLDS } from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

const RUNS = 400;

type Name = "logLoss" | "auc";

/** Mean true improvement, share found, mean size claimed to be detectable and the share of runs that claim none. */
interface Found {
  readonly improvement: number;
  readonly found: number;
  readonly claimed: number;
  readonly none: number;
}

for (const world of TEST_WORLDS) {
  for (const groups of [8, 12, 20, 40, 100]) {
    slowTest(`${world.name}, ${groups} groups: what is said to be detectable is found`, () => {
      for (const name of ["logLoss", "auc"] as const) assertPower(world, groups, name);
    });
  }
}

/** Looks for classifiers that improve by as much as is said to be detectable, and counts how often that is found. */
function assertPower(world: SimulatedWorld, groups: number, name: Name): void {
  let [low, high] = [0, 4];
  for (let step = 0; step < 6; step++) {
    const gain = (low + high) / 2;
    const { improvement, claimed } = foundWith(world, { gain, groups, name, runs: RUNS / 4 });
    if (improvement < claimed) low = gain;
    else high = gain;
  }
  const { improvement, found, claimed, none } = foundWith(world, {
    ...{ gain: high, groups, name, runs: RUNS },
  });
  console.log(
    `${world.name} | ${groups} groups | ${name} | claimed ${claimed.toFixed(3)} | ` +
      `true ${improvement.toFixed(3)} | found in ${shareText(found, RUNS)} | none claimed in ${
        shareText(none, RUNS)
      }`,
  );
  // Where most runs say that nothing would be found, or no improvement is as large, there is no claim to test.
  if (none > 0.5 || Math.abs(improvement / claimed - 1) > 0.1) return;
  assert.ok(0.75 <= found && found <= 0.9, `${world.name}, ${groups} groups, ${name}: ${found}`);
}

function foundWith(
  world: SimulatedWorld,
  { gain, groups, name, runs: count }: {
    readonly gain: number;
    readonly groups: number;
    readonly name: Name;
    readonly runs: number;
  },
): Found {
  const runs = Array.from(
    { length: count },
    (_, k) => compareScores(world, { gain, scale: 1 }, { groups, seed: k + 1 })[name],
  );
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const claims = runs.flatMap(({ detectable }) => detectable ?? []);
  return {
    improvement: Math.abs(mean(runs.map(({ difference }) => difference))),
    found: mean(runs.map(({ isCalled }) => Number(isCalled))),
    claimed: mean(claims),
    none: 1 - claims.length / count,
  };
}
