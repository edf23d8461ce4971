import { smallest } from "../base/numeric/extremes.ts";

/** Metrics whose coverage is simulated. */
export const COVERED_METRICS = ["logLoss", "auc", "brier", "accuracy"] as const;
export type CoveredMetric = typeof COVERED_METRICS[number];

/** Coverage below which reports say what simulation gives. */
const WELL_COVERED = 0.93;

/**
 * Coverage of nominal 95 % CIs by the number of groups, in [0, 1]: of each metric the lowest among four simulated
 * worlds (1,000 runs each, so that a share near 0.9 has an error of 0.01). `tests/slow/coverage_test.ts` makes the table
 * and checks with other seeds that it is what simulation gives; it also checks 12 to 200 groups.
 */
export const SIMULATED_COVERAGE: Readonly<
  Record<number, Readonly<Record<CoveredMetric, number>>>
> = {
  2: { logLoss: 0.926, auc: 0.9, brier: 0.938, accuracy: 0.964 },
  3: { logLoss: 0.912, auc: 0.989, brier: 0.879, accuracy: 0.983 },
  4: { logLoss: 0.895, auc: 0.991, brier: 0.874, accuracy: 0.98 },
  5: { logLoss: 0.911, auc: 0.985, brier: 0.901, accuracy: 0.984 },
  6: { logLoss: 0.932, auc: 0.986, brier: 0.926, accuracy: 0.98 },
  7: { logLoss: 0.934, auc: 0.982, brier: 0.937, accuracy: 0.972 },
  8: { logLoss: 0.933, auc: 0.974, brier: 0.94, accuracy: 0.971 },
  9: { logLoss: 0.94, auc: 0.964, brier: 0.942, accuracy: 0.965 },
  10: { logLoss: 0.937, auc: 0.952, brier: 0.948, accuracy: 0.964 },
  11: { logLoss: 0.939, auc: 0.96, brier: 0.947, accuracy: 0.961 },
  12: { logLoss: 0.945, auc: 0.952, brier: 0.949, accuracy: 0.953 },
};

/**
 * The lowest coverage among metrics in simulations with so many groups, in [0, 1]; `null`: at least 93 % in all of
 * them, or with fewer than two groups no CI.
 */
export function simulatedCoverage(groups: number): number | null {
  const simulated = SIMULATED_COVERAGE[groups];
  const lowest = simulated === undefined ? 1 : smallest(Object.values(simulated));
  return lowest < WELL_COVERED ? lowest : null;
}

/** Says what a 95 % CI over so few groups is worth, as "nominal 95 %, about 85 % with 8 groups"; `null`: what it says. */
export function coverageText(groups: number): string | null {
  const share = simulatedCoverage(groups);
  return share === null
    ? null
    : `nominal 95 %, about ${Math.round(100 * share)} % with ${groups} groups`;
}
