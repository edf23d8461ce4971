import { basename, dirname, resolve } from "node:path";
import { usageError } from "../records/errors.ts";
import type { Dataset, Tags } from "../records/video.ts";
import { chooseByTags } from "./choose_by_tags.ts";
import { type DatasetCard, readDatasetCard } from "./dataset_card.ts";
import { type DatasetPlace, findDataset } from "./dataset_place.ts";
import { type EmptyFacts, noVideosError } from "./empty_dataset.ts";
import { findLeftOut } from "./find_left_out.ts";
import { findVideos } from "./find_videos.ts";
import type { LayoutListing } from "./layouts/contract.ts";
import { datasetLayouts } from "./layouts/registry.ts";
import { loadLater } from "../platform/host/load_later.ts";
import {
  matchingLayouts,
  type RecognisedLayout,
  recogniseLayout,
  requireLayout,
} from "./recognise_layout.ts";
import { withoutExtension } from "./tree/clip_names.ts";
import { requireStoredClips } from "./tree/compressed_clips.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { isArchivePlace, openTrees } from "./tree/open_tree.ts";

export interface OpenDatasetOptions {
  /** Absolute path of the folder whose entries can be given by name. */
  readonly datasetsFolder: string;
  /** Name of the layout to read it with; left out or `null`: the one that is recognised. */
  readonly layout?: string | null;
  /** Values of tags that videos must have; left out: none. */
  readonly where?: Tags;
  /** The same for tags that the dataset may lack; left out: none. */
  readonly whereTagged?: Tags;
  /** Folder or archive in which the paths of a file of labels begin; left out or `null`: the file's folder. */
  readonly root?: string | null;
  /** Whether links that lead out of the dataset are followed; left out: not. */
  readonly followLinks?: boolean;
}

/**
 * Opens a dataset.
 * @param given a name in `datasetsFolder`, or the path of a folder, an archive or a file of labels
 * @throws AssayError DATASET_MISSING, DATASET_EMPTY, DATASET_AMBIGUOUS, DATASET_LAYOUT, DATASET_TAG_UNKNOWN or the errors
 * of the layout (exit 3); LAYOUT_UNKNOWN or USAGE (exit 2)
 */
export async function openDataset(given: string, options: OpenDatasetOptions): Promise<Dataset> {
  const place = await findDataset(given, options.datasetsFolder);
  const { followLinks = false } = options;
  const folder = treeFolder(place, options);
  const tree = await likeliestTree(await openTrees(folder, { followLinks }));
  const listed = await listVideos(place, tree, options);
  const { recognised: { layout, by }, listing, notes: decided } = listed;
  const setAside = listing.setAside ?? [];
  chooseVideos(listing.videos, options); // a wrong tag is refused before any video is looked for
  const { videos, missing, notes, leftOut, ambiguous } = await findVideos(tree, listing.videos, {
    setAside,
    isRooted: options.root != null,
    choose: (listed) => chooseVideos(listed, options),
  });
  requireStoredClips(tree.leftOut());
  if (videos.length === 0) {
    throw emptyError(place, { layout, missing: missing.length, leftOut, ambiguous });
  }
  const card = await readDatasetCard(tree);
  return {
    ...{ name: await nameOf(place, card), place: place.path, folder, followLinks },
    ...{ layout, recognisedBy: by, videos, missing, defaultSplit: card.defaultSplit },
    groups: card.scope === null ? listing.groups : { ...listing.groups, scope: card.scope },
    notes: [...decided, ...listing.notes, ...notes],
    ...{ leftOut, setAside },
    ...{ groupSpace: listing.groupSpace ?? null, parts: [] },
  };
}

/** The folder or archive that the names of videos begin in. */
function treeFolder(place: DatasetPlace, { root = null }: OpenDatasetOptions): string {
  if (place.kind === "labels") return root === null ? dirname(place.path) : resolve(root);
  if (root === null) return place.path;
  throw usageError("USAGE", {
    what: `--root says where the videos of a file of labels lie, but ${place.path} is none`,
    remedy: "Leave it out, or name the file of labels with --dataset",
  });
}

/** The first tree that a layout with labels recognises, else the first. */
async function likeliestTree(trees: readonly DatasetTree[]): Promise<DatasetTree> {
  const [first] = trees;
  if (trees.length > 1) {
    for (const tree of trees) if ((await matchingLayouts(tree)).length > 0) return tree;
  }
  return first!;
}

interface ListedDataset {
  readonly recognised: RecognisedLayout;
  readonly listing: LayoutListing;
  readonly notes: readonly string[];
}

async function listVideos(
  place: DatasetPlace,
  tree: DatasetTree,
  { layout: asked = null, where = {}, whereTagged = {} }: OpenDatasetOptions,
): Promise<ListedDataset> {
  const labelFile = place.kind === "labels" ? place.path : null;
  const options = { where: { ...whereTagged, ...where }, labelFile };
  if (asked !== null) {
    const layout = requireLayout(asked);
    const { forcedListing } = await loadLater<typeof import("./forced_layout.ts")>(
      new URL("./forced_layout.ts", import.meta.url),
    );
    const list = await forcedListing(layout, tree, options);
    return { ...list, notes: [] };
  }
  const recognised = labelFile === null
    ? await recogniseLayout(tree)
    : await (await loadNamedLabels()).recogniseLabels(labelFile, tree);
  if (recognised === null) {
    const leftOut = await findLeftOut(tree, { listed: new Set(), setAside: new Set() });
    requireStoredClips(leftOut);
    throw emptyError(place, { layout: "unlabelled", missing: 0, leftOut, ambiguous: null });
  }
  const { layout, notes } = recognised;
  return { recognised, listing: await datasetLayouts[layout].list(tree, options), notes };
}

function emptyError(
  { kind, path }: DatasetPlace,
  facts: Omit<EmptyFacts, "isNamed">,
) {
  return noVideosError(path, { ...facts, isNamed: kind === "labels" });
}

function chooseVideos(
  videos: LayoutListing["videos"],
  { where = {}, whereTagged = {} }: OpenDatasetOptions,
): LayoutListing["videos"] {
  const known = Object.entries(whereTagged).filter(([tag]) =>
    !Object.hasOwn(where, tag) && videos.some(({ tags }) => Object.hasOwn(tags, tag))
  );
  return chooseByTags(videos, { ...Object.fromEntries(known), ...where });
}

async function nameOf({ kind, path }: DatasetPlace, { name }: DatasetCard): Promise<string> {
  if (kind === "labels") return (await loadNamedLabels()).nameOfLabels(path);
  const own = basename(path);
  return name ?? (isArchivePlace(path) ? withoutExtension(own) : own);
}

/** Loads what only a file of labels needs that the user named. */
async function loadNamedLabels(): Promise<typeof import("./named_labels.ts")> {
  return await loadLater(new URL("./named_labels.ts", import.meta.url));
}
