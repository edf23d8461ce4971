import type { MetricOptions, ScoredItems } from "../metrics/contract.ts";
import type { MetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import type { ParityStage } from "./contract.ts";
import { generatedItems, type ItemGenerator } from "./generated_items.ts";
import { measuresOf, type Tally, tally } from "./tally.ts";

const DECISION_METRICS = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "mcc",
] as const;

type GoldenDecisions = Readonly<Record<typeof DECISION_METRICS[number], number>>;

interface GoldenDataset {
  readonly name: string;
  readonly y?: readonly number[];
  readonly p?: readonly number[];
  readonly generator?: ItemGenerator;
  readonly logLossEps1e15: number;
  readonly logLossEpsAuto: number;
  readonly logLossClip001: number;
  readonly brier: number;
  readonly rocAuc: number | null;
  readonly averagePrecision: number;
  readonly eer: number | null;
  readonly ece10: number;
  readonly ece15: number;
  readonly at05ge: GoldenDecisions;
  readonly at05gt: GoldenDecisions;
}

/** Decisions at 0.5 and above, and strictly above 0.5: from the next number on. */
const AT_HALF: MetricOptions = { decision: 0.5, clip: 1e-15 };
const ABOVE_HALF: MetricOptions = { ...AT_HALF, decision: 0.5 + 2 ** -53 };

/** Metrics, compared with scikit-learn 1.2. */
export const metrics: ParityStage = {
  title: "metrics",
  check({ golden }) {
    const { datasets } = golden.json<{ datasets: readonly GoldenDataset[] }>("metrics.json");
    const tallies = {
      logLoss: tally({ what: "log loss, three clips", tolerance: 1e-10 }),
      ranking: tally({ what: "AUC, average precision, EER", tolerance: 1e-9 }),
      calibration: tally({ what: "Brier, calibration error", tolerance: 1e-9 }),
      decisions: tally({ what: "accuracy, F1 and others at 0.5", tolerance: 1e-9 }),
    };
    for (const dataset of datasets) compareDataset(dataset, tallies);
    return Promise.resolve({ measures: measuresOf(Object.values(tallies)), leftOut: [] });
  },
};

function compareDataset(
  golden: GoldenDataset,
  tallies: Readonly<Record<"logLoss" | "ranking" | "calibration" | "decisions", Tally>>,
): void {
  const items = itemsOf(golden);
  const compare = (
    to: Tally,
    { name, expected, options = AT_HALF }: {
      name: MetricName;
      expected: number | null;
      options?: MetricOptions;
    },
  ) => {
    const { value } = METRICS[name].compute(items, options);
    to.add(`${golden.name}: ${name}`, metricDifference(value, expected));
  };
  const { logLoss, ranking, calibration, decisions } = tallies;
  const clipped = (clip: number) => ({ name: "logLoss" as const, options: { ...AT_HALF, clip } });
  compare(logLoss, { ...clipped(1e-15), expected: golden.logLossEps1e15 });
  compare(logLoss, { ...clipped(2 ** -52), expected: golden.logLossEpsAuto });
  compare(logLoss, { ...clipped(0.01), expected: golden.logLossClip001 });
  compare(ranking, { name: "auc", expected: golden.rocAuc });
  compare(ranking, { name: "averagePrecision", expected: golden.averagePrecision });
  compare(ranking, { name: "eer", expected: golden.eer });
  compare(calibration, { name: "brier", expected: golden.brier });
  compare(calibration, { name: "ece10", expected: golden.ece10 });
  compare(calibration, { name: "ece15", expected: golden.ece15 });
  for (const name of DECISION_METRICS) {
    compare(decisions, { name, expected: golden.at05ge[name] });
    compare(decisions, { name, expected: golden.at05gt[name], options: ABOVE_HALF });
  }
}

/**
 * Computes the difference, relative if the expected value is above 1. For an undefined metric Assay gives `null` and
 * scikit-learn sometimes 0, which count as equal.
 */
function metricDifference(value: number | null, expected: number | null): number {
  if (value === null) return expected === null || expected === 0 ? 0 : Infinity;
  if (expected === null) return Infinity;
  return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
}

function itemsOf({ y = [], p = [], generator }: GoldenDataset): ScoredItems {
  if (generator) return generatedItems(generator);
  return { labels: Uint8Array.from(y), probabilities: Float64Array.from(p) };
}
