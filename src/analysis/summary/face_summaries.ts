import { estimateFaces } from "./face_estimates.ts";
import { type Estimate, type Interval, undefinedBecause } from "../../records/metric_value.ts";
import type { VariantSummary } from "../../records/summary.ts";
import type { BootstrapOptions } from "../../metrics/cluster_bootstrap.ts";
import { FACE_METRIC_NAMES } from "../../metrics/names.ts";
import type { FaceColumns } from "../../runs/face_columns.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import type { ClusteredItems } from "../../metrics/weighted_metric.ts";
import { type Clusters, clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";

/** Maximum number of faces, over all variants and draws, for which intervals are computed: about ten seconds. */
const MOST_WORK = 5e8;

type FaceMetrics = VariantSummary["faceMetrics"];

/** Computes the face-level metrics of each variant, once for variants with the same faces. */
export function faceSummaries(
  columns: RunColumns,
  options: BootstrapOptions & { readonly clip: number },
): readonly FaceMetrics[] {
  const distinct = [...new Set(columns.variants.map(({ faceColumns }) => faceColumns))];
  const faces = distinct.reduce((sum, one) => sum + (one?.scores.length ?? 0), 0);
  const drawn = faces * options.draws <= MOST_WORK;
  const videos = { labels: columns.labels, clusters: clustersOf(columns.groups) };
  const metrics = new Map(
    distinct.map((one) => [one, faceMetrics(one, videos, { ...options, drawn })]),
  );
  return columns.variants.map(({ faceColumns }) => metrics.get(faceColumns)!);
}

/** Labels and groups of each row's faces. */
interface VideoFacts {
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly clusters: Clusters;
}

function faceMetrics(
  faces: FaceColumns | null,
  videos: VideoFacts,
  options: Parameters<typeof estimateFaces>[1],
): FaceMetrics {
  if (faces === null) return Object.fromEntries(FACE_METRIC_NAMES.map((name) => [name, UNKNOWN]));
  return estimateFaces(labelledFaces(faces, videos), options);
}

/** The faces of labelled videos with label and group of their video; groups without a face are left out. */
function labelledFaces(
  { scores, counts }: FaceColumns,
  { labels, clusters: { ofItem, count } }: VideoFacts,
): ClusteredItems {
  const kept = counts.reduce((sum, faces, row) => sum + (labels[row]! < 0 ? 0 : faces), 0);
  const items = {
    labels: new Uint8Array(kept),
    probabilities: new Float64Array(kept),
    ofItem: new Uint32Array(kept),
  };
  const numbers = new Int32Array(count).fill(-1);
  let [face, place, numbered] = [0, 0, 0];
  counts.forEach((faces, row) => {
    const end = face + faces;
    if (labels[row]! >= 0 && faces > 0) {
      if (numbers[ofItem[row]!]! < 0) numbers[ofItem[row]!] = numbered++;
      items.labels.fill(labels[row]!, place, place + faces);
      items.ofItem.fill(numbers[ofItem[row]!]!, place, place + faces);
      items.probabilities.set(scores.subarray(face, end), place);
      place += faces;
    }
    face = end;
  });
  const { labels: ofFaces, probabilities, ofItem: clusterOf } = items;
  return { labels: ofFaces, probabilities, clusters: { ofItem: clusterOf, count: numbered } };
}

const WHY_UNKNOWN = "the run's journal does not record which faces each variant scored";
const NO_INTERVAL: Interval = { low: null, high: null, reason: WHY_UNKNOWN };
const UNKNOWN: Estimate = { ...undefinedBecause(WHY_UNKNOWN), interval: NO_INTERVAL, n: 0 };
