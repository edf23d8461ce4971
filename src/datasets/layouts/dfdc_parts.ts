import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { counted } from "../../base/text/counted.ts";
import { METADATA } from "../labels/find_metadata.ts";
import { listTable } from "../labels/list_table.ts";
import { loadCsvTable } from "../labels/load_csv.ts";
import { metadataKind, metadataTable } from "../labels/metadata_json.ts";
import { isVideoName } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { pathIn } from "../tree/path_in.ts";
import { fileNames, folderNames, hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { OWN_GROUPS } from "./group_facts.ts";

/** The file of labels of DFDC's test set, which lies beside the parts of the training set. */
const TABLE = "labels.csv";
const FILES = [METADATA, TABLE] as const;

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
    const parts = (await findParts(tree)).parts.filter(({ file }) => file === METADATA);
    for (const part of parts) {
      if (await isForeign(tree, part)) continue;
      return parts.length === 1
        ? `\`${METADATA}\` in \`${part.folder}\``
        : `\`${METADATA}\` in ${parts.length} folders, the first is \`${part.folder}\``;
    }
    return null;
  },
  list,
};

/** A folder with a file of labels. */
interface Part {
  readonly folder: string;
  readonly file: typeof METADATA | typeof TABLE;
}

interface FoundParts {
  /** Sorted by their folders. */
  readonly parts: readonly Part[];
  /** Paths of folders with videos but without labels, sorted. */
  readonly unlabelled: readonly string[];
}

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const { parts, unlabelled } = await findParts(tree);
  const listings = new Map<string, LayoutListing>();
  for (const part of parts) {
    if (!await isForeign(tree, part)) listings.set(part.folder, await listPart(tree, part));
  }
  const shared = namesInSeveral(listings.values());
  const videos = [...listings].flatMap(([part, listing]) =>
    listing.videos.map((video) => partVideo(video, { part, shared }))
  );
  const all = [...listings.values()].map(({ groups }) => groups);
  return {
    videos,
    groups: all.find(({ kind }) => kind === "stated") ?? all[0] ?? OWN_GROUPS,
    setAside: unlabelled,
    notes: [...notesOn([...listings.keys()], unlabelled), ...commonNotes(listings)],
  };
}

/** Whether a `metadata.json` has nothing to do with videos. */
async function isForeign(tree: DatasetTree, { folder, file }: Part): Promise<boolean> {
  if (file !== METADATA) return false;
  return metadataKind(await tree.read(`${folder}/${file}`) ?? new Uint8Array()) === null;
}

async function listPart(tree: DatasetTree, { folder, file }: Part): Promise<LayoutListing> {
  const name = `${folder}/${file}`;
  const bytes = await tree.read(name) ?? new Uint8Array();
  if (file === METADATA) return listTable(metadataTable(bytes, name));
  const { csvTable } = await loadCsvTable();
  return listTable(csvTable(bytes, name));
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
  const parts: Part[] = [];
  const unlabelled: string[] = [];
  let level = [""];
  for (let depth = 1; depth <= DEEPEST && level.length > 0; depth++) {
    const below = [];
    for (const folder of await foldersIn(tree, level)) {
      const names = await fileNames(tree, folder);
      const file = FILES.find((name) => names.includes(name));
      if (file !== undefined) parts.push({ folder, file });
      else if (names.some(isVideoName)) unlabelled.push(folder);
      else below.push(folder);
    }
    level = depth === DEEPEST - 1 ? below.filter(isNamedAsPart) : below;
  }
  return {
    parts: parts.sort((a, b) => compareCodePoints(a.folder, b.folder)),
    unlabelled: unlabelled.sort(compareCodePoints),
  };
}

async function foldersIn(
  tree: DatasetTree,
  folders: readonly string[],
): Promise<readonly string[]> {
  const found = [];
  for (const folder of folders) {
    const names = await folderNames(tree, folder);
    if (names.length > MOST_FOLDERS) continue;
    for (const name of names) found.push(pathIn(folder, name));
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

function notesOn(parts: readonly string[], unlabelled: readonly string[]): readonly string[] {
  const found = `Labels were read in ${counted(parts.length, "part")}.`;
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
