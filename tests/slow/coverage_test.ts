import assert from "node:assert/strict";
import {
  COVERED_METRICS,
  type CoveredMetric,
  SIMULATED_COVERAGE,
} from "../../src/metrics/simulated_coverage.ts";
import {
  type Coverage,
  coverageLine,
  monteCarloError,
  simulateCoverage,
  simulateTable,
  truthsOf,
} from "./coverage.ts";
import { saturatedWorld, TEST_WORLDS, TUNING_WORLD } from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

/** The samples say only which metrics are undefined in too many of them. */
const DRAWS = 100;

/** Standard errors of the simulation that are allowed for; some forty shares are tested. */
const ERRORS = 3;

type ByMetric = Readonly<Record<CoveredMetric, Coverage>>;

for (const world of TEST_WORLDS) {
  slowTest(
    `from 12 groups on 95 % CIs hold the truth in 93 to 97 % of the runs: ${world.name}`,
    () => {
      const truths = truthsOf(world);
      for (const [groups, runs] of [[12, 2000], [20, 2000], [50, 1000], [200, 400]] as const) {
        const covered = simulateCoverage(world, truths, { groups, runs, draws: DRAWS });
        print(`${world.name}, ${groups} groups`, covered, runs);
        const slack = ERRORS * monteCarloError(runs);
        for (const name of COVERED_METRICS) {
          assertBetween(covered[name].share, [0.93 - slack, mostOf(name, groups) + slack], name);
        }
      }
    },
  );
}

/**
 * AUC and accuracy of few groups take few values, next to their bound, and can miss the truth on one side alone: no
 * interval that keeps 95 % there is narrower.
 */
function mostOf(name: CoveredMetric, groups: number): number {
  const isShare = name === "auc" || name === "accuracy";
  return isShare && groups <= 20 ? 0.995 : 0.975;
}

slowTest("the committed table of coverage is what simulation gives", () => {
  const groups = Object.keys(SIMULATED_COVERAGE).map(Number);
  const runs = 1000;
  const options = { groups, runs, draws: DRAWS, firstSeed: 1_000_000 };
  const table = simulateTable([TUNING_WORLD, ...TEST_WORLDS], options);
  for (const [count, simulated] of table) {
    const cells = COVERED_METRICS.map((name) => `${name}: ${simulated[name].toFixed(3)}`);
    console.log(`  ${count}: { ${cells.join(", ")} },`);
    for (const name of COVERED_METRICS) {
      const committed = SIMULATED_COVERAGE[count]![name];
      // Both have the error of as many intervals: of AUC there are fewer, where few samples have enough REAL videos.
      const intervals = name === "auc" ? runs / 4 : runs;
      const slack = ERRORS * Math.sqrt(2 * committed * (1 - committed) / intervals);
      assertBetween(simulated[name], [committed - slack, committed + slack], `${count} ${name}`);
    }
  }
});

slowTest("with scores of exactly 0 or 1 CIs of log loss and Brier score hold at least 95 %", () => {
  for (const world of [TUNING_WORLD, ...TEST_WORLDS].map((one) => saturatedWorld(one))) {
    const truths = truthsOf(world);
    for (const [groups, runs] of [[6, 800], [12, 800], [20, 600], [50, 400]] as const) {
      const covered = simulateCoverage(world, truths, { groups, runs, draws: 400 });
      print(`${world.name}, ${groups} groups`, covered, runs);
      const least = 0.95 - ERRORS * monteCarloError(runs);
      for (const name of ["logLoss", "brier"] as const) {
        assertBetween(covered[name].share, [least, 1], `${world.name}, ${groups} groups, ${name}`);
      }
    }
  }
});

slowTest("intervals that take videos for independent hold the truth far too rarely", () => {
  let lowest = 1;
  for (const world of TEST_WORLDS) {
    const truths = truthsOf(world);
    const options = { groups: 50, runs: 1000, draws: DRAWS };
    const alone = simulateCoverage(world, truths, { ...options, alone: true });
    print(`${world.name}, 50 groups taken for videos`, alone, options.runs);
    // Groups of two are too narrow by up to √2, those of five or six by more.
    assert.ok(alone.logLoss.share < 0.93, `${world.name}: log loss ${alone.logLoss.share}`);
    lowest = Math.min(lowest, alone.logLoss.share);
  }
  assert.ok(lowest < 0.88, `${lowest}`);
});

function print(about: string, covered: ByMetric, runs: number): void {
  const error = (100 * monteCarloError(runs)).toFixed(1);
  console.log(`${coverageLine(about, covered)} (Monte-Carlo error ${error} %)`);
}

function assertBetween(
  share: number,
  [least, most]: readonly [number, number],
  about: string,
): void {
  assert.ok(least <= share && share <= most, `${about}: ${share} is not in ${least} to ${most}`);
}
