/**
 * Whether a JSON value is a dataset's file of DeepfakeBench: `{dataset: {label: {split: {video: {label, frames}}}}}`, for
 * some datasets with the compression between split and video.
 */
export function isDeepfakeBench(value: unknown): boolean {
  let inner = value;
  for (let depth = 0; depth < 6 && typeof inner === "object" && inner !== null; depth++) {
    if (Array.isArray((inner as { frames?: unknown }).frames)) return depth >= 4;
    inner = Object.values(inner)[0];
  }
  return false;
}
