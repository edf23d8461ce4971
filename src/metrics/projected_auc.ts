import { defined } from "../records/metric_value.ts";
import { placementsOf } from "./placements.ts";
import { countColumn, type SumMetric, sumMetric } from "./sum_metric.ts";
import { type ClusteredItems, missingClass } from "./weighted_metric.ts";

/**
 * AUC of samples of very many items by its projection on single items: the mean placement of the sample's
 * fakes plus that of its reals, less the AUC of all. It is AUC itself where every item counts equally often,
 * and otherwise off by what pairs of items do together: of the order of 1/items, far below the √(1/items) by
 * which samples differ. A sample costs its clusters, not its items.
 * Source: van der Vaart, "Asymptotic Statistics", 1998, section 12.2 (projection of two-sample U-statistics).
 */
export function projectedAuc(items: ClusteredItems): SumMetric {
  const { labels, clusters } = items;
  const placements = placementsOf(items);
  const [ofFakes, ofReals] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  let fake = 0;
  let real = 0;
  labels.forEach((label, k) => {
    if (label === 1) ofFakes[k] = placements.fakes[fake++];
    else ofReals[k] = placements.reals[real++];
  });
  const areas = ofFakes.reduce((sum, placement) => sum + placement, 0) / fake;
  const counts = [1, 0].map((label) => countColumn(labels.length, (k) => labels[k] === label));
  const columns = [ofFakes, ofReals, ...counts];
  return sumMetric(
    columns,
    clusters,
    ([fakesSum, realsSum, fakes, reals]) =>
      missingClass({ fakes, reals }) ?? defined(fakesSum / fakes + realsSum / reals - areas),
  );
}
