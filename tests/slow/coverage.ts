import { intervalMethod } from "../../src/metrics/interval_method.ts";
import { clusterIntervals } from "../../src/metrics/cluster_bootstrap.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { clustersOf } from "../../src/base/numeric/statistics/cluster_resample.ts";
import { COVERED_METRICS, type CoveredMetric } from "../../src/metrics/simulated_coverage.ts";
import { PLAIN, simulate, type SimulatedWorld } from "./simulated_worlds.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };

/** How often intervals held the truth, and on which side it lay when they did not. */
export interface Coverage {
  /** Intervals. */
  readonly runs: number;
  /** Samples of which there was none. */
  readonly none: number;
  /** Share of intervals that held the truth. */
  readonly share: number;
  /** Share whose truth lay below the lower end, and above the upper one. */
  readonly below: number;
  readonly above: number;
  /** Middle width. */
  readonly width: number;
}

export interface CoverageOptions {
  readonly groups: number;
  readonly runs: number;
  /** Bootstrap samples of each interval. */
  readonly draws: number;
  /** Seed of the first run, 0 if left out. */
  readonly firstSeed?: number;
  /** Whether every video is passed off as a group of its own. */
  readonly alone?: boolean;
}

/** The values in so large a sample that chance hardly moves them. */
export function truthsOf(world: SimulatedWorld): Readonly<Record<CoveredMetric, number>> {
  const { videos: { labels }, variants } = simulate(world, [PLAIN], {
    groups: 300_000,
    seed: 123_456_789,
  });
  const items = { labels, probabilities: variants[0]!.probabilities };
  return byMetric((name) => METRICS[name].compute(items, OPTIONS).value!);
}

/** Simulates the coverage of the product's own 95 % CIs. */
export function simulateCoverage(
  world: SimulatedWorld,
  truths: Readonly<Record<CoveredMetric, number>>,
  options: CoverageOptions,
): Readonly<Record<CoveredMetric, Coverage>> {
  const counts = byMetric(() => ({ runs: 0, none: 0, below: 0, above: 0, widths: [] as number[] }));
  for (let run = 0; run < options.runs; run++) {
    intervalsOf(world, { ...options, seed: (options.firstSeed ?? 0) + run }).forEach(
      ({ low, high }, place) => {
        const [count, truth] = [counts[COVERED_METRICS[place]!], truths[COVERED_METRICS[place]!]];
        if (low === null) {
          count.none += 1;
          return;
        }
        count.runs += 1;
        if (truth < low) count.below += 1;
        if (truth > high) count.above += 1;
        count.widths.push(high - low);
      },
    );
  }
  return byMetric((name) => {
    const { runs, none, below, above, widths } = counts[name];
    return {
      ...{ runs, none, share: 1 - (below + above) / runs },
      ...{
        below: below / runs,
        above: above / runs,
        width: widths.sort((a, b) => a - b)[runs >> 1]!,
      },
    };
  });
}

function intervalsOf(
  world: SimulatedWorld,
  { groups, draws, alone = false, seed }: CoverageOptions & { readonly seed: number },
) {
  const { videos, variants } = simulate(world, [PLAIN], { groups, seed });
  const names = alone ? videos.groups.map((_, k) => `${k}`) : videos.groups;
  const items = {
    labels: videos.labels,
    probabilities: variants[0]!.probabilities,
    clusters: clustersOf(names),
  };
  const prepared = COVERED_METRICS.map((name) => METRICS[name].prepareClusters(items, OPTIONS));
  return clusterIntervals(prepared, items, {
    ...{ draws, seed },
    methodOf: (place) => intervalMethod(METRICS[COVERED_METRICS[place]!]),
  });
}

/**
 * Simulates the committed table: of each metric the lowest coverage among worlds, by the number of groups.
 * @returns by groups
 */
export function simulateTable(
  worlds: readonly SimulatedWorld[],
  options: Omit<CoverageOptions, "groups"> & { readonly groups: readonly number[] },
): ReadonlyMap<number, Readonly<Record<CoveredMetric, number>>> {
  const known = worlds.map((world) => ({ world, truths: truthsOf(world) }));
  return new Map(options.groups.map((groups) => {
    const all = known.map(({ world, truths }) =>
      simulateCoverage(world, truths, { ...options, groups })
    );
    return [groups, byMetric((name) => Math.min(...all.map((one) => one[name].share)))];
  }));
}

/** Standard error of a simulated share near 95 %. */
export function monteCarloError(runs: number): number {
  return Math.sqrt(0.95 * 0.05 / runs);
}

/** A line of a table of coverage. */
export function coverageLine(
  about: string,
  coverage: Readonly<Record<CoveredMetric, Coverage>>,
): string {
  const cells = COVERED_METRICS.map((name) => {
    const { share, below, above, width, none, runs } = coverage[name];
    const missing = none === 0 ? "" : ` (no CI in ${percent(none / (none + runs))})`;
    return `${name} ${percent(share)}, truth below ${percent(below)}, above ${percent(above)}, ` +
      `width ${width.toFixed(3)}${missing}`;
  });
  return `${about}: ${cells.join("; ")}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function byMetric<T>(of: (name: CoveredMetric) => T): Record<CoveredMetric, T> {
  const named = COVERED_METRICS.map((name) => [name, of(name)] as const);
  return Object.fromEntries(named) as Record<CoveredMetric, T>;
}
