import type { DecisionPlan } from "../../config/operating_point.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { FittedPoint, OperatingPointPlan } from "../../records/operating_point.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { picked } from "../summary/labelled_videos.ts";
import { chooseThreshold } from "./choose_threshold.ts";
import { scoredVideos, splitVideos, whyNotFitted } from "./split_videos.ts";
import { fitTemperature } from "./temperature.ts";

/** A run as far as operating points need it. */
export interface PointFacts extends Pick<DecisionPlan, "costs"> {
  readonly plan: OperatingPointPlan;
  readonly clip: RunManifest["clip"];
  readonly columns: RunColumns;
}

/** A fitted point, or why there is none. */
export type Fit =
  | { readonly fitted: FittedPoint; readonly reason: null }
  | { readonly fitted: null; readonly reason: string };

/** Fits threshold and temperature of the variant at a place, on the videos that it scored of the split for that. */
export function fitPoint({ plan, costs, clip, columns }: PointFacts, variant: number): Fit {
  const all = splitVideos(columns, plan.fit);
  const videos = scoredVideos(columns, { videos: all, variant });
  const reason = whyNotFitted(videos, plan.criterion);
  if (reason !== null) return { fitted: null, reason };
  const items = {
    labels: videos.labels,
    probabilities: picked(columns.variants[variant]!.probabilities, videos.rows),
  };
  return {
    fitted: {
      ...chooseThreshold(items, { criterion: plan.criterion, costs, clip }),
      temperature: fitTemperature(items, { clip }),
      videos: videos.rows.length,
    },
    reason: null,
  };
}
