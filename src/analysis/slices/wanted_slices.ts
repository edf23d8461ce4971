import type { RunManifest } from "../../records/manifest.ts";

/** The tags that a run's config names in `slices`; `null`: none are named, as in runs of older versions. */
export function wantedSlices({ config }: Pick<RunManifest, "config">): readonly string[] | null {
  if (typeof config !== "object" || config === null || !("slices" in config)) return null;
  const { slices } = config;
  if (!Array.isArray(slices)) return null;
  return slices.filter((name) => typeof name === "string");
}
