import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { readOptionalTextFile } from "../platform/files/regular_file.ts";
import type { Dataset, LeftOut } from "../records/video.ts";
import { findLeftOut } from "./find_left_out.ts";
import { findVideos } from "./find_videos.ts";
import { extensionOf } from "./tree/clip_names.ts";
import { folderTree } from "./tree/folder_tree.ts";
import { datasetLayouts, type LayoutName, LAYOUTS } from "./layouts/registry.ts";

/** Nothing of a dataset is known yet. */
const NOTHING = { listed: new Set<string>(), setAside: new Set<string>() } as const;

/** The files of labels that a user may write. */
const LABELS = [datasetLayouts.dfdc.labels, datasetLayouts.table.labels];

/**
 * Opens a dataset: a name in `datasetsFolder`, or any folder. Uses the first layout that recognises it.
 * @throws AssayError DATASET_MISSING, DATASET_EMPTY or the errors of the layout (exit 3)
 */
export async function openDataset(
  nameOrFolder: string,
  { datasetsFolder, followLinks = false }: {
    readonly datasetsFolder: string;
    readonly followLinks?: boolean;
  },
): Promise<Dataset> {
  const folder = await findFolder(nameOrFolder, datasetsFolder);
  const tree = await folderTree(folder, { followLinks });
  for (const layout of LAYOUTS) {
    if (await datasetLayouts[layout].recognise(tree) === null) continue;
    const listing = await datasetLayouts[layout].list(tree, { where: {}, labelFile: null });
    const { videos, missing, notes, leftOut } = await findVideos(tree, listing.videos, {
      setAside: listing.setAside ?? [],
    });
    if (videos.length === 0) {
      throw noVideosError(nameOrFolder, { layout, missing: missing.length, leftOut });
    }
    const card = await readCard(folder);
    return {
      ...{ name: card.name ?? basename(folder), folder, layout, videos, missing, ...card.split },
      groups: { ...listing.groups, ...card.scope },
      ...{ notes: [...listing.notes, ...notes], leftOut },
    };
  }
  const leftOut = await findLeftOut(tree, NOTHING);
  throw noVideosError(nameOrFolder, { layout: "unlabelled", missing: 0, leftOut });
}

async function findFolder(nameOrFolder: string, datasetsFolder: string): Promise<string> {
  const isName = !nameOrFolder.includes("/") && nameOrFolder !== "." && nameOrFolder !== "..";
  const named = join(datasetsFolder, nameOrFolder);
  if (isName && await isFolder(named)) return named;
  const folder = resolve(nameOrFolder);
  if (await isFolder(folder)) return folder;
  const known = await readdir(datasetsFolder).catch(() => []);
  const nearest = isName ? nearestName(nameOrFolder, known) : undefined;
  throw inputError("DATASET_MISSING", {
    what: `there is no dataset ${JSON.stringify(nameOrFolder)}`,
    remedy: nearest === undefined
      ? "Pass the path of a folder of videos, or a name from `deno task datasets list`"
      : `Did you mean "${nearest}"?`,
  });
}

/** Reads the dataset's own card, if it has one. */
async function readCard(folder: string) {
  const text = await readOptionalTextFile(join(folder, "card.json")) ?? "{}";
  try {
    const { name, defaultSplit, scope } = JSON.parse(text) as Record<string, unknown>;
    return {
      name: typeof name === "string" && name !== "" ? name : null,
      scope: typeof scope === "string" && scope !== "" ? { scope } : {},
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

/** What was found instead of videos. */
interface NoVideos {
  readonly layout: LayoutName;
  /** Videos that the labels list. */
  readonly missing: number;
  readonly leftOut: readonly LeftOut[];
}

function noVideosError(folder: string, { layout, missing, leftOut }: NoVideos) {
  const what = missing > 0
    ? `none of the ${counted(missing, "video")} listed in ${folder} is in that folder`
    : datasetLayouts[layout].labels === null
    ? `there are no videos in ${folder}`
    : `the labels in ${folder} list no videos`;
  const links = linksLeftOut(leftOut), formats = formatsLeftOut(leftOut);
  return inputError("DATASET_EMPTY", {
    what: what + links + formats,
    remedy: links !== ""
      ? "Pass --follow-links; or copy the files into it (cp -L), or make hard links to them (cp -lL)"
      : missing > 0
      ? "Put the videos into it, under the names that the labels list"
      : `Add .mp4 files, with labels in ${LABELS.join(" or ")}; ` +
        "to build the demo dataset, run `deno task setup`",
  });
}

/** Says that links are not followed; empty: there are none. */
function linksLeftOut(leftOut: readonly LeftOut[]): string {
  const links = leftOut.filter(({ reason }) => reason === "link");
  if (links.length === 0) return "";
  const first = JSON.stringify(links[0]!.name);
  return links.length === 1
    ? `, and a link that leads out of it, ${first}, is not followed`
    : `, and ${links.length} links that lead out of it (the first is ${first}) are not followed`;
}

/** Says which files with moving pictures are not read; empty: there are none. */
function formatsLeftOut(leftOut: readonly LeftOut[]): string {
  const names = leftOut.filter(({ reason }) => reason === "extension").map(({ name }) => name);
  const extensions = [...new Set(names.map((name) => `.${extensionOf(name)}`))].sort();
  return names.length === 0 ? "" : `; ${extensions.join(" and ")} files are not read as video`;
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isDirectory(), () => false);
}
