/** An estimate, and how far samples of its clusters lie from it. */
export interface StudentisedEstimate {
  readonly estimate: number;
  /** Standard error of the estimate, above 0. */
  readonly error: number;
  /** Each sample's distance from the estimate in its own standard errors; not finite: it has none. */
  readonly distances: Float64Array;
  /** Clusters, at least 2. */
  readonly clusters: number;
}

/** A two-sided p-value and the 95 % interval of the same distribution: it excludes 0 exactly if p ≤ 0.05. */
export interface BootstrapT {
  readonly p: number;
  readonly estimate: number;
  /** How far the interval reaches below the estimate. */
  readonly below: number;
  /** How far it reaches above. */
  readonly above: number;
}

export const LEVEL = 0.05;

/**
 * Tests whether an estimate differs from 0 and gives its interval, both from the distribution of the studentised
 * samples: equal tails, so that skewness counts on the side where it lies. Samples of few clusters have too little
 * spread; their distances are widened by G/(G − 1). A sample without a standard error counts as extreme on both
 * sides.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, sections 4.4.1 and 5.2.1. Tails and
 * widening were chosen by simulation: see `docs/statistics.md`.
 * @returns `null` if more samples are without a standard error than a tail holds, or there are fewer than 39
 */
export function bootstrapT(
  { estimate, error, distances, clusters }: StudentisedEstimate,
): BootstrapT | null {
  const unit = error * clusters / (clusters - 1);
  const known = distances.filter(Number.isFinite);
  const moves = known.map((distance) => unit * distance).sort();
  const unknown = distances.length - known.length;
  const room = mostExtreme(distances.length) - unknown;
  if (room < 0) return null;
  const below = Math.max(0, moves[moves.length - 1 - room]!);
  const above = Math.max(0, -moves[room]!);
  const beyond = unknown + countBeyond(moves, estimate);
  const p = estimate === 0 ? 1 : Math.min(1, tailP(beyond, distances.length));
  return { ...{ p, estimate, below, above } };
}

/** The two-sided p-value of so many samples that are as extreme; the observed one counts with them. */
function tailP(extreme: number, samples: number): number {
  return 2 * (1 + extreme) / (samples + 1);
}

/** The largest number of extreme samples with p ≤ 0.05; −1: there is none. */
function mostExtreme(samples: number): number {
  let extreme = Math.floor(LEVEL * (samples + 1) / 2);
  while (extreme >= 0 && tailP(extreme, samples) > LEVEL) extreme--;
  return extreme;
}

/** Counts the moves that reach an estimate, on its side of 0. */
function countBeyond(moves: Float64Array, estimate: number): number {
  return moves.reduce(
    (sum, move) => sum + Number(estimate > 0 ? move >= estimate : move <= estimate),
    0,
  );
}
