import { inputError } from "../../records/errors.ts";
import type { GroupFacts } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { deepfakebench } from "./deepfakebench.ts";
import { dfd } from "./dfd.ts";
import { dfdc } from "./dfdc.ts";
import { dfdcParts } from "./dfdc_parts.ts";
import { dfdcPreview } from "./dfdc_preview.ts";
import { dfdcTestSet } from "./dfdc_test_set.ts";
import { ffpp } from "./ffpp.ts";
import { type ClassFolder, type ClassFolders, findClassFolders } from "./find_class_folders.ts";
import { clipStem } from "./folder_clips.ts";
import { OWN_GROUPS, SOURCE_VIDEOS } from "./group_facts.ts";
import { methodsOf } from "./method_folders.ts";
import { table } from "./table.ts";
import { findClips } from "./walk_clips.ts";

/** Layouts whose labels say more than the names of folders. */
const MORE_SPECIFIC = [dfdc, dfdcTestSet, dfdcPreview, table, ffpp, dfd, deepfakebench, dfdcParts];

/**
 * Folders of classes, such as `real` and `fake`, with videos or folders of frames in them, also within folders of
 * splits. Each video is its own group: equal names in two classes say nothing, except in FFIW's `source` and `target`.
 */
export const classFolders: DatasetLayout = {
  title: "class folders",
  labels: "`real` and `fake`",
  recognisedBy:
    "folders named `real` and `fake`, `original` and `manipulated`, or `0_real` and `1_fake`, " +
    "also below `train`, `val` and `test`",
  async recognise(tree) {
    const found = await findClassFolders(tree);
    if (found === null || !found.isCertain) return null;
    for (const layout of MORE_SPECIFIC) if (await layout.recognise(tree) !== null) return null;
    return found.folders.map(({ path }) => `\`${path}\``).join(", ");
  },
  list,
};

/** A clip in the folder of a class. */
interface ClassClip extends ClassFolder {
  /** Path of the clip in the tree. */
  readonly filename: string;
  /** Path of the clip in the class's folder. */
  readonly inside: string;
}

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const found = await findClassFolders(tree);
  if (found === null) throw noClassesError();
  const clips: ClassClip[] = [];
  const loose: string[] = [];
  for (const folder of found.folders) {
    const { clips: names, hasLoosePictures } = await findClips(tree, folder.path);
    if (hasLoosePictures) loose.push(folder.path);
    for (const filename of names) {
      clips.push({ ...folder, filename, inside: filename.slice(folder.path.length + 1) });
    }
  }
  if (clips.length === 0 && loose.length > 0) throw noSequencesError(loose[0]!);
  const methods = methodsOf(clips);
  return {
    videos: clips.map((clip) => toVideo(clip, { methods, isPaired: found.isPaired })),
    groups: groupsOf(found),
    setAside: found.others,
    notes: notesOn(found, { loose, clips }),
  };
}

function toVideo(
  { filename, inside, label, split }: ClassClip,
  { methods, isPaired }: {
    readonly methods: ReadonlyMap<string, string>;
    readonly isPaired: boolean;
  },
): ListedVideo {
  const method = methods.get(filename);
  return {
    filename,
    label,
    group: isPaired ? `${split}/${clipStem(inside)}` : filename,
    split,
    tags: method === undefined ? {} : { method },
  };
}

function groupsOf({ isPaired }: ClassFolders): GroupFacts {
  return isPaired ? SOURCE_VIDEOS : OWN_GROUPS;
}

function notesOn(
  { folders, others }: ClassFolders,
  { loose, clips }: { readonly loose: readonly string[]; readonly clips: readonly ClassClip[] },
): readonly string[] {
  const notes = [
    `By the names of folders ${words("REAL", folders)}, and ${words("FAKE", folders)}.`,
  ];
  const labels = new Set(clips.map(({ label }) => label));
  if (labels.size === 1) {
    const [only] = labels;
    notes.push(`All videos are ${only}: there is no folder of the other class with videos in it.`);
  }
  if (others.length > 0) {
    notes.push(`Folders whose names say no class are left out: ${others.join(", ")}.`);
  }
  if (loose.length > 0) {
    notes.push(
      `Pictures directly in ${
        loose.join(", ")
      } belong to no video and are left out: the frames of a ` +
        "video lie in a folder of their own.",
    );
  }
  return notes;
}

function words(label: ClassFolder["label"], folders: readonly ClassFolder[]): string {
  const paths = folders.filter((folder) => folder.label === label).map(({ path }) => path);
  return paths.length === 0
    ? `none is ${label}`
    : `${paths.join(", ")} ${paths.length === 1 ? "is" : "are"} ${label}`;
}

function noClassesError() {
  return inputError("DATASET_LABELS_BROKEN", {
    what: "the dataset has no folders named for a class",
    remedy:
      "Name them real and fake, original and manipulated, or 0_real and 1_fake, at the top or in " +
      "folders named train, val and test",
  });
}

function noSequencesError(folder: string) {
  return inputError("DATASET_EMPTY", {
    what: `${folder} holds pictures that belong to no video`,
    remedy:
      `Put the frames of each video into a folder of their own, as in ${folder}/NAME/0001.png`,
  });
}
