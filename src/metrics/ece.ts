import { defined } from "../domain/metric_value.ts";
import { binned, binNumbers } from "./reliability_bins.ts";
import { noItems, type WeightedMetric, weightedMetric } from "./weighted_metric.ts";

/**
 * Expected calibration error: the distance between mean P(fake) and share of fakes, averaged over equal-width
 * bins by their number of items.
 * Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015.
 */
export const ece10 = expectedCalibrationError(10);
export const ece15 = expectedCalibrationError(15);

function expectedCalibrationError(bins: number): WeightedMetric {
  return weightedMetric({
    title: `ECE (${bins} bins)`,
    direction: "lower",
    level: "video",
    unit: "fraction",
    needs: "one labelled item",
    prepare({ labels, probabilities }) {
      const numbers = binNumbers(probabilities, bins);
      return (weights) => {
        const totals = binned({ labels, probabilities, bins: numbers, count: bins }, weights);
        const items = totals.counts.reduce((sum, count) => sum + count, 0);
        const gaps = totals.fakes.reduce(
          (sum, fakes, k) => sum + Math.abs(fakes - totals.sums[k]),
          0,
        );
        return items === 0 ? noItems() : defined(gaps / items);
      };
    },
  });
}
