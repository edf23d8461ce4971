import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { readOptionalTextFile } from "../platform/files/regular_file.ts";
import type { Dataset } from "../records/video.ts";
import { findVideos } from "./find_videos.ts";
import { requireStoredClips } from "./tree/compressed_clips.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { isArchivePlace, openTrees } from "./tree/open_tree.ts";
import { datasetLayouts, type LayoutName, LAYOUTS } from "./layouts/registry.ts";

/** What holds labels in the layouts that have some. */
const LABELS = LAYOUTS.flatMap((name) => datasetLayouts[name].labels ?? []);

/**
 * Opens a dataset: a name in `datasetsFolder`, any folder, or an archive. Uses the first layout that recognises it.
 * @throws AssayError DATASET_MISSING, DATASET_EMPTY or the errors of the layout (exit 3)
 */
export async function openDataset(
  nameOrFolder: string,
  { datasetsFolder }: { readonly datasetsFolder: string },
): Promise<Dataset> {
  const folder = await findFolder(nameOrFolder, datasetsFolder);
  const { tree, layout } = await recognised(await openTrees(folder, { followLinks: false }));
  const listing = await datasetLayouts[layout].list(tree, { where: {}, labelFile: null });
  const { videos, missing, notes } = await findVideos(tree, listing.videos);
  requireStoredClips(tree.leftOut());
  if (videos.length === 0) throw noVideosError(nameOrFolder, { layout, missing: missing.length });
  const card = await readCard(tree);
  return {
    ...{ name: card.name ?? nameOf(folder), folder, layout, videos, missing, ...card.split },
    ...{ groups: listing.groups, notes: [...listing.notes, ...notes], leftOut: tree.leftOut() },
  };
}

/** The first tree that a layout with labels recognises; else the first, with the layout that needs none. */
async function recognised(
  trees: readonly DatasetTree[],
): Promise<{ readonly tree: DatasetTree; readonly layout: LayoutName }> {
  for (const tree of trees) {
    for (const layout of LAYOUTS) {
      if (layout === "unlabelled") continue;
      if (await datasetLayouts[layout].recognise(tree) !== null) return { tree, layout };
    }
  }
  return { tree: trees[0]!, layout: "unlabelled" };
}

/** The name of a folder, or of an archive without its extension. */
function nameOf(place: string): string {
  const name = basename(place);
  return isArchivePlace(place) ? name.slice(0, name.lastIndexOf(".")) : name;
}

async function findFolder(nameOrFolder: string, datasetsFolder: string): Promise<string> {
  const isName = !nameOrFolder.includes("/") && nameOrFolder !== "." && nameOrFolder !== "..";
  const named = join(datasetsFolder, nameOrFolder);
  if (isName && await isFolder(named)) return named;
  const folder = resolve(nameOrFolder);
  if (await isFolder(folder) || isArchivePlace(folder) && await isFile(folder)) return folder;
  const known = await readdir(datasetsFolder).catch(() => []);
  const nearest = isName ? nearestName(nameOrFolder, known) : undefined;
  throw inputError("DATASET_MISSING", {
    what: `there is no dataset ${JSON.stringify(nameOrFolder)}`,
    remedy: nearest === undefined
      ? "Pass the path of a folder of videos, or a name from `deno task datasets list`"
      : `Did you mean "${nearest}"?`,
  });
}

async function readCardText(tree: DatasetTree): Promise<string | null> {
  if (!isArchivePlace(tree.place)) return await readOptionalTextFile(join(tree.place, "card.json"));
  const bytes = await tree.read("card.json");
  return bytes && new TextDecoder().decode(bytes);
}

/** Reads the dataset's own card, if it has one. */
async function readCard(tree: DatasetTree) {
  const text = await readCardText(tree) ?? "{}";
  try {
    const { name, defaultSplit } = JSON.parse(text) as Record<string, unknown>;
    return {
      name: typeof name === "string" && name !== "" ? name : null,
      split: { defaultSplit: typeof defaultSplit === "string" ? defaultSplit : null },
    };
  } catch (cause) {
    throw inputError("DATASET_CARD_BROKEN", {
      what: "the dataset's card.json is not JSON",
      remedy: "Correct it, or delete it: it is optional",
      cause,
    });
  }
}

function noVideosError(
  folder: string,
  { layout, missing }: { readonly layout: LayoutName; readonly missing: number },
) {
  if (missing > 0) return noUsableVideosError(folder, { layout, missing });
  return inputError("DATASET_EMPTY", {
    what: datasetLayouts[layout].labels === null
      ? `there are no videos in ${folder}`
      : `the labels in ${folder} list no videos`,
    remedy: `Add .mp4 files, with labels in ${LABELS.join(" or ")}; ` +
      "to build the demo dataset, run `deno task setup`",
  });
}

function noUsableVideosError(
  folder: string,
  { layout, missing }: { readonly layout: LayoutName; readonly missing: number },
) {
  const which = datasetLayouts[layout].labels === null ? `in ${folder}` : `listed in ${folder}`;
  return inputError("DATASET_EMPTY", {
    what: `none of the ${counted(missing, "video")} ${which} is a file inside that folder`,
    remedy:
      "Copy the files into it (cp -L) or make hard links to them (cp -lL): links that lead out of the " +
      "folder are not followed, but the folder itself may be a link",
  });
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isDirectory(), () => false);
}
