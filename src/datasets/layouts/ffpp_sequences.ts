import type { Label, Tags } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { folderNames } from "../tree/walk_tree.ts";
import { requireCompression } from "./choose_compression.ts";
import { folderClips } from "./folder_clips.ts";

/** The two folders of a tree of FaceForensics++. */
const SEQUENCES: readonly (readonly [folder: string, label: Label])[] = [
  ["original_sequences", "REAL"],
  ["manipulated_sequences", "FAKE"],
];

const ORIGINALS = "original";
const METHODS: ReadonlySet<string> = new Set([
  ...["Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures", "FaceShifter", "DeepFakeDetection"],
]);

/** The compression of a copy whose folders name none. */
export const UNNAMED = "";

/** Originals of one source, or fakes of one method. */
export interface Sequence {
  /** Path in the tree. */
  readonly folder: string;
  /** Name of the folder, such as `youtube` or `Deepfakes`. */
  readonly name: string;
  readonly label: Label;
  /** Names of the folders in it, of compressions and others; none: its clips lie in it. */
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

/** Finds the sequences: in the two folders of the dataset, else side by side. */
export async function findSequences(tree: DatasetTree): Promise<readonly Sequence[]> {
  const found: Sequence[] = [];
  for (const [outer, label] of SEQUENCES) {
    const names = await folderNames(tree, outer);
    const own = names.filter(isCompression);
    if (own.length > 0) found.push({ folder: outer, name: "youtube", label, parts: own });
    for (const name of names) {
      const folder = `${outer}/${name}`;
      const parts = isCompression(name) ? [] : await folderNames(tree, folder);
      if (parts.some(isCompression)) found.push({ folder, name, label, parts });
    }
  }
  return found.length > 0 ? found : await findSideBySide(tree);
}

/** Finds the sequences of a copy that has no folders of compressions: `original`, `Deepfakes` and others. */
async function findSideBySide(tree: DatasetTree): Promise<readonly Sequence[]> {
  const names = await folderNames(tree);
  const methods = names.filter((name) => METHODS.has(name));
  if (!names.includes(ORIGINALS) || methods.length === 0) return [];
  // Other videos than those of FaceForensics++ may be sorted into folders of these names.
  const originals = await tree.entries(ORIGINALS);
  if (!originals.some(({ name }) => /^\d{3}(\.|$)/.test(name))) return [];
  return [ORIGINALS, ...methods].map((name) => (
    { folder: name, name, label: name === ORIGINALS ? "REAL" : "FAKE", parts: [] }
  ));
}

/** Lists the clips of a sequence. */
export async function listSequence(tree: DatasetTree, sequence: Sequence): Promise<ListedSequence> {
  const clips = new Map<string, readonly string[]>();
  const { folder, parts } = sequence;
  const compressions = parts.length === 0 ? [UNNAMED] : parts.filter(isCompression);
  for (const compression of compressions) {
    const inner = compression === UNNAMED ? folder : `${folder}/${compression}`;
    const paths = await folderClips(tree, inner);
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

/** Tags a video with its compression, if that is known. */
export function compressionTag(compression: string): Tags {
  return compression === UNNAMED ? {} : { compression };
}

/** Says which compression was taken, and which sequences lack it. */
export function compressionNotes(
  sequences: readonly ListedSequence[],
  compression: string | null,
): readonly string[] {
  if (compression === null) return [];
  return compression === UNNAMED ? ["No folder names a compression, so no video has that tag."] : [
    `The videos of the compression ${compression} are taken.`,
    ...lackNotes(sequences, compression),
  ];
}

/** Says which sequences lack the chosen compression, if some do. */
function lackNotes(
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
 * Chooses the compression: the wanted one, else the only one. Where folders name none, there is nothing to choose.
 * @returns `null`: there are no clips
 * @throws AssayError DATASET_CHOICE (exit 3), naming those that are there
 */
export function chooseCompression(
  sequences: readonly ListedSequence[],
  wanted: string | undefined,
): string | null {
  const present = new Set(sequences.flatMap(({ clips }) => [...clips.keys()]));
  return present.has(UNNAMED) ? UNNAMED : requireCompression(present, wanted);
}
