import { inputError } from "../../records/errors.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { compareNaturally } from "../tree/natural_order.ts";
import { folderNames } from "../tree/walk_tree.ts";
import { folderClips } from "./folder_clips.ts";

/** The two folders of a tree of FaceForensics++. */
export const SEQUENCES: readonly (readonly [folder: string, label: Label])[] = [
  ["original_sequences", "REAL"],
  ["manipulated_sequences", "FAKE"],
];

/** Originals of one source, or fakes of one method. */
export interface Sequence {
  /** Path in the tree. */
  readonly folder: string;
  /** Name of the folder, such as `youtube` or `Deepfakes`. */
  readonly name: string;
  readonly label: Label;
  /** Names of all folders in it, of compressions and others. */
  readonly parts: readonly string[];
}

/** A sequence with its clips' paths by compression; those without clips are left out. */
export interface ListedSequence extends Sequence {
  readonly clips: ReadonlyMap<string, readonly string[]>;
}

/** Whether a folder is named as a compression: `raw`, `c0`, `c23`, `c40`. */
function isCompression(name: string): boolean {
  return /^(raw|c\d+)$/.test(name);
}

/** Whether a sequence belongs to DeepFakeDetection, which lies inside FaceForensics++. */
export function isDfd({ name }: Sequence): boolean {
  return name === "actors" || name === "DeepFakeDetection";
}

/** Names the folders of sequences in a phrase, at most three of them. */
export function sequencePhrase(sequences: readonly Sequence[]): string {
  const shown = sequences.slice(0, 3).map(({ folder }) => `\`${folder}\``);
  return [...shown, ...sequences.length > 3 ? ["…"] : []].join(", ");
}

/** Finds the sequences that have a folder of a compression. */
export async function findSequences(tree: DatasetTree): Promise<readonly Sequence[]> {
  const found: Sequence[] = [];
  for (const [outer, label] of SEQUENCES) {
    for (const name of await folderNames(tree, outer)) {
      const folder = `${outer}/${name}`;
      const parts = await folderNames(tree, folder);
      if (parts.some(isCompression)) found.push({ folder, name, label, parts });
    }
  }
  return found;
}

/** Lists the clips of a sequence. */
export async function listSequence(tree: DatasetTree, sequence: Sequence): Promise<ListedSequence> {
  const clips = new Map<string, readonly string[]>();
  for (const compression of sequence.parts.filter(isCompression)) {
    const paths = await folderClips(tree, `${sequence.folder}/${compression}`);
    if (paths.length > 0) clips.set(compression, paths);
  }
  return { ...sequence, clips };
}

/** Lists the folders of sequences that hold no clips of the chosen compression, such as masks. */
export function otherFolders(
  sequences: readonly Sequence[],
  compression: string | null,
): readonly string[] {
  return sequences.flatMap(({ folder, parts }) =>
    parts.filter((part) => part !== compression).map((part) => `${folder}/${part}`)
  );
}

/** Says which sequences lack the chosen compression, if some do. */
export function lackNotes(
  sequences: readonly ListedSequence[],
  compression: string,
): readonly string[] {
  const lacking = sequences.filter(({ clips }) => !clips.has(compression));
  if (lacking.length === 0) return [];
  const names = lacking.map(({ folder, clips }) =>
    `\`${folder}\`${clips.size === 0 ? "" : ` (there: ${[...clips.keys()].join(", ")})`}`
  );
  return [
    `There are no ${compression} videos in ${names.join(", ")}, so none from there are taken.`,
  ];
}

/**
 * Chooses the compression: the wanted one, else the only one.
 * @returns `null`: there are no clips
 * @throws AssayError DATASET_CHOICE (exit 3), naming those that are there
 */
export function chooseCompression(
  sequences: readonly ListedSequence[],
  wanted: string | undefined,
): string | null {
  const present = [...new Set(sequences.flatMap(({ clips }) => [...clips.keys()]))]
    .sort(compareNaturally);
  if (wanted === undefined && present.length <= 1) return present[0] ?? null;
  if (wanted !== undefined && present.includes(wanted)) return wanted;
  if (present.length === 0) return null;
  const choices = present.map((name) => `\`--where compression=${name}\``).join(" or ");
  throw inputError("DATASET_CHOICE", {
    what: wanted === undefined
      ? `the dataset holds the same videos in several compressions: ${present.join(", ")}`
      : `the dataset has no videos of the compression ${JSON.stringify(wanted)}, ` +
        `but of ${present.join(", ")}`,
    remedy: `Choose with ${choices}`,
  });
}
