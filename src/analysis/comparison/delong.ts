import type { DeLongTest } from "../../records/comparison.ts";
import { defined, type MetricValue, undefinedBecause } from "../../records/metric_value.ts";
import type { Placements } from "../../metrics/placements.ts";
import { normalTail } from "../../base/numeric/statistics/normal_distribution.ts";
import { meanOf } from "../../base/numeric/statistics/sample_deviation.ts";

/**
 * DeLong's test of two AUCs of the same videos, from the placements of both scorings. It ignores the
 * correlation of videos within a group.
 * Sources: DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988; Sun and Xu, IEEE Signal Processing Letters
 * 21, 2014 (by ranks).
 */
export function deLongOf(a: Placements, b: Placements): DeLongTest {
  const apart = {
    fakes: a.fakes.map((share, k) => share - b.fakes[k]!),
    reals: a.reals.map((share, k) => share - b.reals[k]!),
  };
  const aucs = [aucOf(a), aucOf(b)] as const;
  const difference = aucs[0].value === null || aucs[1].value === null
    ? null
    : aucs[0].value - aucs[1].value;
  return {
    aucs,
    variances: [covarianceOf(a, a), covarianceOf(b, b)],
    covariance: covarianceOf(a, b),
    ...normalTest(difference, covarianceOf(apart, apart)),
    ignoresGroups: true,
  };
}

function aucOf({ fakes, reals }: Placements): MetricValue {
  if (fakes.length === 0) return undefinedBecause("no video is labelled FAKE");
  if (reals.length === 0) return undefinedBecause("no video is labelled REAL");
  return defined(meanOf(fakes));
}

/** DeLong's covariance of two AUCs; of an AUC with itself, its variance. */
function covarianceOf(a: Placements, b: Placements): MetricValue {
  if (a.fakes.length < 2 || a.reals.length < 2) {
    return undefinedBecause("it needs two videos of each class");
  }
  return defined(
    sampleCovariance(a.fakes, b.fakes) / a.fakes.length +
      sampleCovariance(a.reals, b.reals) / a.reals.length,
  );
}

/** z and p of the difference. Without variance p is 1 for no difference, and has no value otherwise. */
function normalTest(
  difference: number | null,
  variance: MetricValue,
): Pick<DeLongTest, "z" | "pTwoSided"> {
  if (difference === null || variance.value === null) {
    const nothing = undefinedBecause(variance.reason ?? "there is no AUC");
    return { z: nothing, pTwoSided: nothing };
  }
  if (variance.value === 0) {
    const nothing = undefinedBecause("the difference of the AUCs has no variance");
    return { z: nothing, pTwoSided: difference === 0 ? defined(1) : nothing };
  }
  const z = difference / Math.sqrt(variance.value);
  return { z: defined(z), pTwoSided: defined(2 * normalTail(Math.abs(z))) };
}

function sampleCovariance(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, k) => sum + (value - meanA) * (b[k]! - meanB), 0) / (a.length - 1);
}
