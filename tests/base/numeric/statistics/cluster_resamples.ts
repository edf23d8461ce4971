import {
  clusterDraws,
  type Clusters,
  type ResampleOptions,
  type Weights,
} from "../../../../src/base/numeric/statistics/cluster_resample.ts";

/** The samples of `clusterDraws`, with how often each item is in them: the naive form. */
export function* clusterResamples(
  { ofItem, count }: Clusters,
  options: ResampleOptions,
): Generator<Weights> {
  const weights = new Uint32Array(ofItem.length);
  for (const timesDrawn of clusterDraws(count, options)) {
    for (let k = 0; k < weights.length; k++) weights[k] = timesDrawn[ofItem[k]!]!;
    yield weights;
  }
}
