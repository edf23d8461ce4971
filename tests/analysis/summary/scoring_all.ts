import type { VideoCounts } from "../../../src/analysis/summary/best_variants.ts";

/** Metrics of a variant that scored every video. */
export function scoringAll<Metrics>(metrics: Metrics): VideoCounts & { readonly metrics: Metrics } {
  return { metrics, ...videoCounts(20, 20) };
}

/** Counts of a variant that scored some of its videos and found no face in the others. */
export function videoCounts(videos: number, scored: number): VideoCounts {
  const missed = videos - scored;
  const none = { single_face: 0, aborted: 0, empty_crop: 0, no_frames: 0, error: 0 };
  return {
    statuses: { ok: scored, no_frames: 0, no_face: missed, failed: 0 },
    fallbacks: { ...none, no_face: missed },
  };
}
