import type { RunManifest } from "../../records/manifest.ts";
import type { OperatingPoints, VariantPoint } from "../../records/operating_point.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { applyPoint } from "./apply_point.ts";
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
    variants: manifest.variants.map((_, variant) => pointOf(facts, { videos: apply, variant })),
  };
}

/** Warns that metrics of the whole run are of both splits; `null`: they are not. */
export function mixedSplitsWarning(points: OperatingPoints | null): string | null {
  if (points === null || points.fitVideos.videos * points.applyVideos.videos === 0) return null;
  const { fit, apply } = points;
  return `The run has videos of split ${fit}, on which operating points are fitted, beside those of ${apply}: all ` +
    `metrics but those of the operating point are of both. With --split ${apply} they are of ${apply} alone.`;
}

function pointOf(
  facts: PointFacts,
  { videos, variant: place }: { readonly videos: SplitVideos; readonly variant: number },
): VariantPoint {
  const variant = facts.columns.variants[place]!.name;
  const { fitted, reason } = fitPoint(facts, place);
  if (fitted === null) return { variant, fitted, applied: null, reason };
  if (videos.rows.length === 0) {
    const split = JSON.stringify(videos.split);
    const missing = `no labelled video of split ${split} is in the run`;
    return { variant, fitted: null, applied: null, reason: missing };
  }
  const applied = applyPoint(facts, { fitted, videos, variant: place });
  return { variant, fitted, applied, reason: null };
}
