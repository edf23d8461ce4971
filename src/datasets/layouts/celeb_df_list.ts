import { inputError } from "../../records/errors.ts";
import type { Label } from "../../records/video.ts";
import { textLines } from "../labels/text_lines.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames } from "../tree/walk_tree.ts";
import { clipStem } from "./folder_clips.ts";

export const LIST_NAME = "List_of_testing_videos.txt";

/** A video of the list of testing videos. */
export interface TestEntry {
  /** Path in the tree, in the folder as it is named there. */
  readonly filename: string;
}

export interface TestListOptions {
  /** Names of the dataset's folders in the tree. */
  readonly folders: readonly string[];
  /** Labels of the dataset's folders, by their names in lower case. */
  readonly labels: ReadonlyMap<string, Label>;
}

/**
 * Reads the list of testing videos, lines such as `1 Celeb-real/id0_0000.mp4` where 1 is REAL.
 * @returns entries by folder in lower case, `/` and name without extension; `null`: there is no list
 * @throws AssayError DATASET_LABELS_BROKEN or DATASET_LABELS_CONTRADICT (exit 3)
 */
export async function readTestList(
  tree: DatasetTree,
  options: TestListOptions,
): Promise<ReadonlyMap<string, TestEntry> | null> {
  const name = (await fileNames(tree)).find((file) =>
    file.toLowerCase() === LIST_NAME.toLowerCase()
  );
  const bytes = name === undefined ? null : await tree.read(name);
  if (bytes === null) return null;
  const entries = new Map<string, TestEntry>();
  for (const [index, line] of textLines(bytes).entries()) {
    if (line.trim() === "") continue;
    const { key, filename } = readLine(line, { ...options, number: index + 1 });
    entries.set(key, { filename });
  }
  return entries;
}

function readLine(
  line: string,
  { folders, labels, number }: TestListOptions & { readonly number: number },
) {
  const [, digit, path] = /^\s*([01])[\s,;]+(\S.*?)\s*$/.exec(line) ?? [];
  // Lists written on Windows, or with the path on their author's machine, name the same folders.
  const parts = (path ?? "").split(/[/\\]+/);
  const outer = parts.findIndex((part) => labels.has(part.toLowerCase()));
  if (outer === -1 || outer === parts.length - 1) throw lineError(number);
  const folder = parts[outer]!, inside = parts.slice(outer + 1).join("/");
  const lower = folder.toLowerCase();
  const label = labels.get(lower)!;
  if (label !== (digit === "1" ? "REAL" : "FAKE")) {
    throw contradictError({ number, video: `${folder}/${inside}`, folder, label });
  }
  const present = folders.includes(folder)
    ? folder
    : folders.find((name) => name.toLowerCase() === lower) ?? folder;
  return { key: `${lower}/${clipStem(inside)}`, filename: `${present}/${inside}` };
}

function lineError(number: number) {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `line ${number} of the dataset's ${LIST_NAME} names no video`,
    remedy: 'Its format is "1 Celeb-real/id0_0000.mp4", where 1 is REAL and 0 is FAKE',
  });
}

interface Contradiction {
  readonly number: number;
  readonly video: string;
  readonly folder: string;
  readonly label: Label;
}

function contradictError({ number, video, folder, label }: Contradiction) {
  const [right, wrong] = label === "REAL" ? [1, 0] : [0, 1];
  return inputError("DATASET_LABELS_CONTRADICT", {
    what: `line ${number} of the dataset's ${LIST_NAME} says ${wrong} ` +
      `(${wrong === 1 ? "REAL" : "FAKE"}) for ${JSON.stringify(video)}, ` +
      `but the videos in ${folder} are ${label}`,
    remedy: `Write ${right} in that line (in this list 1 is REAL), or remove the list: ` +
      "without it no video has a split",
  });
}
