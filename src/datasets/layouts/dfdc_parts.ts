import { counted } from "../../base/text/counted.ts";
import { METADATA } from "../labels/find_metadata.ts";
import { listTable } from "../labels/list_table.ts";
import { metadataKind, metadataTable } from "../labels/metadata_json.ts";
import { isVideoName } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames, folderNames, hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";

/** How deep parts may lie: `train/dfdc_train_part_00/dfdc_train_part_0`. */
const DEEPEST = 3;
/** A folder with more folders than this holds clips, not parts. */
const MOST_FOLDERS = 1000;

/** DFDC in parts, as it is downloaded: folders such as `dfdc_train_part_0`, each with its own `metadata.json`. */
export const dfdcParts: DatasetLayout = {
  title: "DFDC in parts",
  labels: `\`${METADATA}\` in folders`,
  recognisedBy: "`metadata.json` in folders such as `dfdc_train_part_0`, and none beside them",
  async recognise(tree) {
    if (await hasFile(tree, METADATA)) return null;
    const { parts } = await findParts(tree);
    const first = parts[0] === undefined ? null : await tree.read(`${parts[0]}/${METADATA}`);
    if (first === null || metadataKind(first) === null) return null;
    return `\`${METADATA}\` in ${
      parts.length === 1
        ? `\`${parts[0]}\``
        : `${parts.length} folders, the first is \`${parts[0]}\``
    }`;
  },
  list,
};

const NO_GROUPS = { kind: "own", scope: "other videos of this kind" } as const;

interface FoundParts {
  /** Paths of the folders with labels, sorted. */
  readonly parts: readonly string[];
  /** Paths of folders with videos but without labels, sorted. */
  readonly unlabelled: readonly string[];
}

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const { parts, unlabelled } = await findParts(tree);
  const listings = new Map<string, LayoutListing>();
  for (const part of parts) {
    const name = `${part}/${METADATA}`;
    const bytes = await tree.read(name) ?? new Uint8Array();
    listings.set(part, listTable(metadataTable(bytes, name)));
  }
  const shared = namesInSeveral(listings.values());
  const videos = [...listings].flatMap(([part, listing]) =>
    listing.videos.map((video) => partVideo(video, { part, shared }))
  );
  const stated = [...listings.values()].find(({ groups }) => groups.kind === "stated");
  return {
    videos,
    groups: (stated ?? listings.get(parts[0] ?? ""))?.groups ?? NO_GROUPS,
    setAside: unlabelled,
    notes: [...notesOn({ parts, unlabelled }), ...commonNotes(listings)],
  };
}

/** The notes of each part, without its name, once. */
function commonNotes(listings: ReadonlyMap<string, LayoutListing>): readonly string[] {
  const notes = [...listings].flatMap(([part, listing]) =>
    listing.notes.map((note) => note.replaceAll(`${part}/`, ""))
  );
  return [...new Set(notes)];
}

/** Looks for parts level by level; a part has no parts in it. */
async function findParts(tree: DatasetTree): Promise<FoundParts> {
  const parts: string[] = [], unlabelled: string[] = [];
  let level = [""];
  for (let depth = 1; depth <= DEEPEST && level.length > 0; depth++) {
    const below = [];
    for (const folder of await foldersIn(tree, level)) {
      if (await hasFile(tree, `${folder}/${METADATA}`)) parts.push(folder);
      else if ((await fileNames(tree, folder)).some(isVideoName)) unlabelled.push(folder);
      else below.push(folder);
    }
    level = depth === DEEPEST - 1 ? below.filter(isNamedAsPart) : below;
  }
  return { parts: parts.sort(), unlabelled: unlabelled.sort() };
}

async function foldersIn(
  tree: DatasetTree,
  folders: readonly string[],
): Promise<readonly string[]> {
  const found = [];
  for (const folder of folders) {
    const names = await folderNames(tree, folder);
    if (names.length > MOST_FOLDERS) continue;
    found.push(...names.map((name) => folder === "" ? name : `${folder}/${name}`));
  }
  return found;
}

function isNamedAsPart(folder: string): boolean {
  return /^dfdc/i.test(lastOf(folder));
}

/** File names that more than one part lists. DFDC's own are unique over all parts. */
function namesInSeveral(parts: Iterable<LayoutListing>): ReadonlySet<string> {
  const seen = new Set<string>(), several = new Set<string>();
  for (const { videos } of parts) {
    for (const { filename } of videos) (seen.has(filename) ? several : seen).add(filename);
  }
  return several;
}

/** A group is the original's name, with its part before it where that name is in several parts. */
function partVideo(
  video: ListedVideo,
  { part, shared }: { readonly part: string; readonly shared: ReadonlySet<string> },
): ListedVideo {
  return {
    ...video,
    filename: `${part}/${video.filename}`,
    group: shared.has(video.group) ? `${part}/${video.group}` : video.group,
    split: video.split ?? splitOf(part),
    tags: { part: lastOf(part), ...video.tags },
  };
}

/** The split that the outermost folder names, as in `test/metadata.json`. */
function splitOf(part: string): string | null {
  const folder = part.split("/")[0]!;
  return /^(train|val|valid|validation|test)$/i.test(folder) ? folder.toLowerCase() : null;
}

function notesOn({ parts, unlabelled }: FoundParts): readonly string[] {
  const found = `Labels were read from ${METADATA} in ${counted(parts.length, "part")}.`;
  if (unlabelled.length === 0) return [found];
  return [
    found,
    `${counted(unlabelled.length, "folder")} with videos but without ${METADATA} ${
      unlabelled.length === 1 ? "is" : "are"
    } left out (the first is ${unlabelled[0]}).`,
  ];
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
