import type { JsonValue, RunManifest } from "../../records/manifest.ts";
import type {
  CurvePoint,
  ReportDetails,
  VariantCurves,
  VideoDetails,
} from "../../records/report_details.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { Thumbnail } from "../../records/thumbnail.ts";
import { reliabilityBins } from "../../metrics/reliability_bins.ts";
import { thresholdCurve } from "../../metrics/threshold_curve.ts";
import type { PoolingStrategy } from "../../stages/pooling/contract.ts";
import { poolingStrategies } from "../../stages/pooling/registry.ts";
import { byInformativeness } from "./by_informativeness.ts";
import type { Journal } from "../../runs/journal.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { verdictsInOrder } from "../../runs/table_rows.ts";
import { faceScoresOf } from "./face_scores.ts";
import { labelledVideos, picked } from "./labelled_videos.ts";

/** Maximum number of points of a curve; more would not be visible. */
const MOST_POINTS = 100;

/** Bins of a reliability curve. */
const BINS = 10;

/** Maximum number of bytes of all thumbnails together; as base64 they take a third more. */
const MOST_THUMBNAIL_BYTES = 4_000_000;

/** Maximum number of face scores of all videos together; each takes about five characters. */
const MOST_FACE_NUMBERS = 800_000;

export interface DetailsOptions {
  readonly manifest: RunManifest;
  readonly journal: Journal;
  readonly columns: RunColumns;
  /** The thumbnails of a video. */
  thumbnailsOf(filename: string): readonly Thumbnail[];
}

/**
 * Details for report.html beside the summary, small enough for one page: if there are too many thumbnails or face
 * scores, only the most informative videos have them.
 */
export function reportDetails(summary: RunSummary, options: DetailsOptions): ReportDetails {
  return {
    curves: curvesOf(options.columns),
    rules: options.manifest.variants.map(({ parameters }) => poolingRules(parameters.pooling)),
    videos: videosOf(summary, options),
  };
}

/** What the rules of a pooling strategy do; a run of another version may name one that is no longer there. */
function poolingRules(name: JsonValue | undefined): Readonly<Record<string, string>> {
  const strategies: Readonly<Record<string, PoolingStrategy>> = poolingStrategies;
  const known = typeof name === "string" && Object.hasOwn(strategies, name);
  return known ? strategies[name]!.branches : {};
}

function videosOf(summary: RunSummary, options: DetailsOptions): readonly VideoDetails[] {
  const { manifest, journal, thumbnailsOf } = options;
  const baseline = manifest.variants.findIndex(({ name }) => name === manifest.compareWith);
  const videos: VideoDetails[] = new Array(summary.rows.length);
  const room = { numbers: MOST_FACE_NUMBERS, bytes: MOST_THUMBNAIL_BYTES };
  for (const place of byInformativeness(summary.rows, baseline)) {
    const record = journal.read(summary.rows[place]!.filename);
    const { faceScores, seen } = faceScoresOf(record, manifest);
    const thumbnails = room.bytes > 0 ? thumbnailsOf(record.filename) : [];
    const fits = { scores: room.numbers > 0, thumbnails: room.bytes > 0 };
    room.numbers -= sum(
      faceScores.map(({ frames, scores }) => frames.length * (3 + scores.length)),
    );
    room.bytes -= sum(thumbnails.map(({ jpeg }) => jpeg.byteLength));
    videos[place] = {
      branches: verdictsInOrder(record, manifest).map(({ branch }) => branch),
      faceScores: fits.scores ? faceScores : null,
      seen,
      thumbnails: fits.thumbnails ? thumbnails : null,
    };
  }
  return videos;
}

function curvesOf(columns: RunColumns): readonly VariantCurves[] {
  const { labels, rows } = labelledVideos(columns);
  return columns.variants.map(({ probabilities }) =>
    variantCurves(labels, picked(probabilities, rows))
  );
}

function variantCurves(labels: Uint8Array, probabilities: Float64Array): VariantCurves {
  const items = { labels, probabilities };
  const points = thresholdCurve(items);
  if (points.length === 0) return { roc: [], precisionRecall: [], reliability: [] };
  return {
    roc: thinned(points.map(({ falsePositiveRate: x, truePositiveRate: y }) => ({ x, y }))),
    precisionRecall: thinned(points.map(({ truePositiveRate: x, precision: y }) => ({ x, y }))),
    reliability: reliabilityBins(items, BINS).flatMap(
      ({ count, meanProbability, fakeShare }) =>
        meanProbability === null || fakeShare === null
          ? []
          : [{ x: meanProbability, y: fakeShare, videos: count }],
    ),
  };
}

/** Thins a curve to MOST_POINTS, including the first and the last. */
function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  if (points.length <= MOST_POINTS) return points;
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)]!);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
