import type { DatasetQuery } from "../records/dataset_query.ts";
import type { ManifestPart, RunManifest } from "../records/manifest.ts";
import type { RunSource } from "./run_options.ts";
import { recordedConfig, resumeDiffers } from "./started_run.ts";

/**
 * What a run's datasets were asked for with, at their places then or, where those are given, now.
 * @throws AssayError RESUME_DIFFERS (exit 2) when another number of places is given
 */
export function startedQueries(
  manifest: RunManifest,
  source: RunSource | null,
): readonly DatasetQuery[] {
  const { name, folder, layout, parts = [{ name, folder, layout, place: folder }] } =
    manifest.dataset;
  const moved = source?.datasets ?? [];
  if (moved.length > 0 && moved.length !== parts.length) {
    throw resumeDiffers(
      `--dataset is given ${moved.length} times, and the run was started over ${parts.length} ` +
        "datasets: give the new places of all of them, in their order",
    );
  }
  return recordedConfig(manifest).datasets.map((query, i) => ({
    ...query,
    ...placeNow(query, parts[i]!, { place: moved[i] ?? null, root: source?.root ?? null }),
    name: parts.length === 1 ? query.name : parts[i]!.name,
  }));
}

/** A file of labels that is in another place now brings its folder with it, unless the paths began elsewhere. */
function placeNow(
  { root: asked }: DatasetQuery,
  part: ManifestPart,
  { place, root }: { readonly place: string | null; readonly root: string | null },
): Pick<DatasetQuery, "place" | "root"> {
  if (part.place === part.folder) return { place: place ?? part.place, root };
  const then = place === null || asked !== null ? part.folder : null;
  return { place: place ?? part.place, root: root ?? then };
}
