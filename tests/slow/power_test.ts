import assert from "node:assert/strict";
import { compareScores, shareText } from "./compared_scores.ts";
import { type SimulatedWorld, TEST_WORLDS } from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

/** Runs for each of the two sizes between which is interpolated, and for each step of the search for them. */
const RUNS = 240;
const SEARCH_RUNS = 60;
const STEPS = 6;

type Name = "logLoss" | "auc";

/** Means over runs with classifiers that are better by one gain. */
interface Found {
  readonly improvement: number;
  /** Share in which the improvement was found. */
  readonly found: number;
  /** Mean size said to be detectable, and the share of runs that say none. */
  readonly claimed: number;
  readonly none: number;
}

for (const world of TEST_WORLDS) {
  for (const groups of [8, 12, 20, 40, 100]) {
    for (const name of ["logLoss", "auc"] as const) {
      slowTest(
        `${world.name}, ${groups} groups, ${name}: what is said to be detectable is found`,
        () => assertPower(world, groups, name),
      );
    }
  }
}

/** Looks for the gain with which classifiers improve by as much as is said to be detectable, and how often that is found. */
function assertPower(world: SimulatedWorld, groups: number, name: Name): void {
  const at = (gain: number, runs: number) => foundWith(world, { gain, groups, name, runs });
  let [low, high] = [0, 4];
  for (let step = 0; step < STEPS; step++) {
    const gain = (low + high) / 2;
    const { improvement, claimed } = at(gain, SEARCH_RUNS);
    if (improvement < claimed) low = gain;
    else high = gain;
  }
  const [less, more] = [at(0.85 * high, RUNS), at(1.15 * high, RUNS)];
  const { found, claimed, none } = between(less, more);
  console.log(
    `${world.name} | ${groups} groups | ${name} | claimed ${claimed.toFixed(3)} | found in ${
      shareText(found, 2 * RUNS)
    } | none claimed in ${shareText(none, 2 * RUNS)}`,
  );
  // Where most runs say that nothing would be found, or no improvement is as large, there is no claim to test.
  if (none > 0.5 || less.improvement > less.claimed || more.improvement < more.claimed) return;
  const error = Math.sqrt(found * (1 - found) / RUNS);
  assert.ok(
    0.75 - 2 * error <= found && found <= 0.9 + 2 * error,
    `${world.name}, ${groups} groups, ${name}: ${found}`,
  );
}

/** Interpolates to where the improvement is what is claimed. */
function between(less: Found, more: Found): Found {
  const [below, above] = [less, more].map(({ improvement, claimed }) => improvement - claimed);
  const share = Math.min(1, Math.max(0, -below! / (above! - below!)));
  const mix = (of: (found: Found) => number) => (1 - share) * of(less) + share * of(more);
  return {
    improvement: mix(({ improvement }) => improvement),
    found: mix(({ found }) => found),
    claimed: mix(({ claimed }) => claimed),
    none: mix(({ none }) => none),
  };
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
  const classifier = { gain, scale: 1 };
  const runs = Array.from(
    { length: count },
    (_, k) => compareScores(world, classifier, { groups, seed: k + 1, names: [name] })[name],
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
