import { defined } from "../records/metric_value.ts";
import { binNumbers } from "./reliability_bins.ts";
import { noItems, type WeightedMetric, weightedMetric } from "./weighted_metric.ts";

/**
 * Expected calibration error: the absolute difference between mean P(fake) and share of fakes, averaged over
 * equal-width bins, weighted by their number of items.
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
    prepareClusters({ labels, probabilities, clusters: { ofItem } }) {
      const numbers = binNumbers(probabilities, bins);
      const apart = probabilities.map((probability, k) => labels[k]! - probability);
      return (weights) => {
        const gaps = new Float64Array(bins);
        let items = 0;
        for (let k = 0; k < apart.length; k++) {
          const weight = weights[ofItem[k]!]!;
          gaps[numbers[k]!]! += weight * apart[k]!;
          items += weight;
        }
        const gap = gaps.reduce((sum, binGap) => sum + Math.abs(binGap), 0);
        return items === 0 ? noItems() : defined(gap / items);
      };
    },
  });
}
