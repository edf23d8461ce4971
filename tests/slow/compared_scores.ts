import { COMPARED_METRICS } from "../../src/analysis/comparison/compared_metrics.ts";
import { detectableContrast } from "../../src/analysis/comparison/detectable_contrast.ts";
import { estimateContrasts } from "../../src/analysis/comparison/contrast_estimates.ts";
import { sampleVariants } from "../../src/analysis/summary/variant_samples.ts";
import {
  PLAIN,
  simulate,
  type SimulatedClassifier,
  type SimulatedWorld,
} from "./simulated_worlds.ts";

const DIFFERENCE = [{ variant: 0, coefficient: 1 }, { variant: 1, coefficient: -1 }];

/** What is known of the difference of one metric. */
export interface Compared {
  readonly difference: number;
  /** P-values of the paired test and of the swap test. */
  readonly p: number;
  readonly swapP: number;
  /** Whether both are at most 0.05. */
  readonly isCalled: boolean;
  readonly detectable: number | null;
}

/** Compares a classifier with a plain one as `eval` does, by log loss and AUC, or one of them. */
export function compareScores<Name extends typeof COMPARED_METRICS[number] = "logLoss" | "auc">(
  world: SimulatedWorld,
  classifier: SimulatedClassifier,
  { names, ...options }: {
    readonly groups: number;
    readonly seed: number;
    /** Left out: both. */
    readonly names?: readonly Name[];
  },
): Readonly<Record<Name, Compared>> {
  const { videos, variants } = simulate(world, [classifier, PLAIN], options);
  const compared = names ?? COMPARED_METRICS;
  const samples = sampleVariants(variants, videos, {
    ...{ clip: 1e-15, draws: 999, seed: options.seed },
    ...{ drawn: compared, computed: compared },
  });
  const of = (name: typeof COMPARED_METRICS[number]): Compared => {
    const [one] = estimateContrasts([DIFFERENCE], samples, name);
    const { estimate, test, swapTest } = one!;
    const detectable = detectableContrast(DIFFERENCE, samples, name);
    const [p, swapP] = [test.p ?? 1, swapTest.pTwoSided ?? 1];
    const isCalled = p <= 0.05 && swapP <= 0.05;
    return { difference: estimate.value ?? NaN, p, swapP, isCalled, detectable: detectable.value };
  };
  const found = compared.map((name) => [name, of(name)] as const);
  return Object.fromEntries(found) as Record<Name, Compared>;
}

/** A share in per cent with the standard error that so many runs leave. */
export function shareText(share: number, runs: number): string {
  const error = 100 * Math.sqrt(share * (1 - share) / runs);
  return `${(100 * share).toFixed(1)} ± ${error.toFixed(1)} %`;
}
