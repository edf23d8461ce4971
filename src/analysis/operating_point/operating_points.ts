import type { RunManifest } from "../../records/manifest.ts";
import type { OperatingPoints, VariantPoint } from "../../records/operating_point.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { applyPoint, calibrationReadings } from "./apply_point.ts";
import { askedDecisions } from "./asked_decisions.ts";
import { fitPoint, type PointFacts } from "./fit_point.ts";
import { splitCounts, type SplitVideos, splitVideos } from "./split_videos.ts";

/** Fits and applies the operating point of every variant of a run; `null`: its config asks for none. */
export function operatingPoints(
  manifest: RunManifest,
  columns: RunColumns,
): OperatingPoints | null {
  const { costs, operatingPoint: plan } = askedDecisions(manifest);
  if (plan === null) return null;
  const [fit, apply] = [splitVideos(columns, plan.fit), splitVideos(columns, plan.apply)];
  const facts = { plan, costs, clip: manifest.clip, columns };
  return {
    ...plan,
    fitVideos: splitCounts(fit),
    applyVideos: splitCounts(apply),
    sharedGroups: new Set(fit.groups).intersection(new Set(apply.groups)).size,
    variants: pointsOf(facts, apply),
  };
}

/** Warns that metrics of the whole run are of both splits; `null`: they are not. */
export function mixedSplitsWarning(points: OperatingPoints | null): string | null {
  if (points === null || points.fitVideos.videos * points.applyVideos.videos === 0) return null;
  const { fit, apply } = points;
  return `The run has videos of split ${fit}, on which operating points are fitted, beside those of ${apply}: all ` +
    `metrics but those of the operating point are of both. With --split ${apply} they are of ${apply} alone.`;
}

/** The points of all variants, in config order. */
function pointsOf(facts: PointFacts, videos: SplitVideos): readonly VariantPoint[] {
  const split = JSON.stringify(videos.split);
  const missing = videos.rows.length === 0
    ? `no labelled video of split ${split} is in the run`
    : null;
  const points = facts.columns.variants.map((_, variant) => {
    const fit = fitPoint(facts, variant);
    if (fit.fitted === null || missing !== null) return { reason: fit.reason ?? missing! };
    const { fitted } = fit;
    return { fitted, reason: null, ...applyPoint(facts, { fitted, videos, variant }) };
  });
  const judged = points.filter((point) => point.reason === null);
  const readings = calibrationReadings(judged, { videos, clip: facts.clip });
  return points.map((point, place) => {
    const variant = facts.columns.variants[place]!.name;
    const { reason } = point;
    if (reason !== null) return { variant, fitted: null, applied: null, reason };
    const calibration = readings[judged.indexOf(point)]!;
    return { variant, fitted: point.fitted, applied: { calibration, ...point.applied }, reason };
  });
}
