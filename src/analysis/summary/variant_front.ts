import type { ParetoEntry, ParetoFront, VariantSummary } from "../../records/summary.ts";
import type { NoiseFloor } from "../../records/comparison.ts";
import { meanOf } from "../../base/numeric/statistics/sample_deviation.ts";
import { countScored, mostScored } from "./best_variants.ts";
import { paretoFront } from "./pareto_front.ts";

/**
 * Times of two variants of one run that differ by at most this share count as equal. An assumption: work that variants
 * share is timed once, and a run has no repeats from which the rest could be estimated.
 */
const TIME_NOISE = 0.05;

/** Log losses that differ by less, nats, are printed alike: the least noise, where no noise floor is larger. */
const LEAST_NOISE = 0.0005;

/** Variants that are one point of the front: a single one, or several that differ in the seed alone. */
interface Candidate {
  readonly variants: readonly VariantSummary[];
  readonly medianMs: number;
  readonly logLoss: number;
}

/**
 * Finds the variants that are Pareto-optimal in median time per video and log loss. Only variants that scored as many
 * videos as the most complete one take part: a video that was not scored costs less time. Variants that differ in the
 * seed alone take part once, with their means.
 */
export function variantFront(
  variants: readonly VariantSummary[],
  noise: NoiseFloor | null,
): ParetoFront {
  const most = mostScored(variants);
  const complete = variants.filter((one) => most > 0 && countScored(one) === most);
  const candidates = candidatesOf(complete);
  const lossNoise = Math.max(LEAST_NOISE, noise?.metrics.logLoss?.bound ?? 0);
  const points = candidates.map(({ medianMs, logLoss }) => ({ cost: medianMs, loss: logLoss }));
  const entries = paretoFront(points, { cost: TIME_NOISE, loss: lossNoise });
  return {
    entries: entries.map(({ place, equal }) =>
      entryOf(candidates[place]!, equal.map((other) => candidates[other]!))
    ),
    lossNoise,
    timeNoise: TIME_NOISE,
    incomplete: variants.filter((one) => !complete.includes(one)).map(({ name }) => name),
  };
}

/** The variants with a time and a log loss, those that differ in the seed alone as one. */
function candidatesOf(variants: readonly VariantSummary[]): readonly Candidate[] {
  const known = variants.flatMap((variant) => {
    const { timing: { medianMs }, metrics: { logLoss } } = variant;
    return medianMs === null || medianMs === 0 || logLoss.value === null
      ? []
      : [{ variants: [variant], medianMs, logLoss: logLoss.value }];
  });
  return [...Map.groupBy(known, ({ variants: [one] }) => settingsWithoutSeed(one!)).values()]
    .flatMap((group) => differInSeed(group) ? [meanOfSeeds(group)] : group);
}

function settingsWithoutSeed({ parameters: { seed: _, ...others } }: VariantSummary): string {
  return JSON.stringify(others);
}

function differInSeed(candidates: readonly Candidate[]): boolean {
  return new Set(candidates.map(({ variants: [one] }) => one!.parameters.seed)).size > 1;
}

function meanOfSeeds(candidates: readonly Candidate[]): Candidate {
  return {
    variants: candidates.flatMap(({ variants }) => variants),
    medianMs: meanOf(candidates.map(({ medianMs }) => medianMs)),
    logLoss: meanOf(candidates.map(({ logLoss }) => logLoss)),
  };
}

function entryOf(candidate: Candidate, equal: readonly Candidate[]): ParetoEntry {
  const [first, ...others] = candidate.variants.map(({ name }) => name);
  return {
    name: first!,
    ...{ medianMs: candidate.medianMs, logLoss: candidate.logLoss, otherSeeds: others },
    equal: equal.flatMap(({ variants }) => variants.map(({ name }) => name)),
  };
}
