import { inputError } from "../../records/errors.ts";
import type { Label } from "../../records/video.ts";
import { labelsError } from "../labels/labels_error.ts";

/** What messages say of its format. */
export const BENCH_FORMAT =
  'Its format is {"DATASET": {"FF-real": {"test": {"000": {"label": "FF-real", ' +
  '"frames": ["PATH.png", …]}}}}}';

/** A clip that DeepfakeBench's JSON lists, in one or several splits. */
export interface BenchClip {
  /** The outermost key, such as `FaceForensics++`. */
  readonly dataset: string;
  /** The key of the label, such as `FF-DF`. */
  readonly key: string;
  readonly label: Label;
  /** Names of the splits that list it, in the order of the file. */
  readonly splits: readonly string[];
  /** `null`: its dataset has one form of each video. */
  readonly compression: string | null;
  readonly video: string;
  /** Paths of pictures as they are written, in no order. */
  readonly frames: readonly string[];
}

/**
 * Reads the clips of DeepfakeBench's JSON: `{dataset: {label: {split: {video: {label, frames}}}}}`, with a level of
 * compressions above the videos of FaceForensics++ and DeepFakeDetection. What is no clip is passed over: in DFDC's file
 * the split `val` has the label and the frames of a clip among its videos.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3) when it has no clips, DATASET_LABELS_CONTRADICT when a clip
 * contradicts its key
 */
export function benchClips(value: unknown, name: string): readonly BenchClip[] {
  const clips = new Map<string, BenchClip & { readonly splits: string[] }>();
  for (const entry of entriesOf(value)) {
    const { dataset, key, split, compression, video, clip } = entry;
    const label = labelOfKey(key);
    if (typeof clip.label === "string" && labelOfKey(clip.label) !== label) {
      throw contradiction(name, { key, video, label: clip.label });
    }
    const id = JSON.stringify([dataset, key, compression, video]);
    const known = clips.get(id);
    if (known !== undefined) {
      known.splits.push(split);
      continue;
    }
    const frames = clip.frames.filter((frame) => typeof frame === "string");
    clips.set(id, { dataset, key, label, splits: [split], compression, video, frames });
  }
  if (clips.size === 0) {
    throw labelsError("lists no clips with frames", { name, remedy: BENCH_FORMAT });
  }
  return [...clips.values()];
}

/** Whether a value has the form of DeepfakeBench's JSON. */
export function isDeepfakeBench(value: unknown): boolean {
  return !entriesOf(value).next().done;
}

/** The label that a key says: one that ends in "real", in any case, is REAL. */
export function labelOfKey(key: string): Label {
  return /real$/i.test(key.trim()) ? "REAL" : "FAKE";
}

interface JsonClip {
  readonly label?: unknown;
  readonly frames: readonly unknown[];
}

interface BenchEntry extends Pick<BenchClip, "dataset" | "key" | "compression" | "video"> {
  readonly split: string;
  readonly clip: JsonClip;
}

function* entriesOf(value: unknown): Generator<BenchEntry> {
  for (const [dataset, keys] of members(value)) {
    for (const [key, splits] of members(keys)) {
      for (const [split, videos] of members(splits)) {
        for (const entry of videosOf(videos)) yield { dataset, key, split, ...entry };
      }
    }
  }
}

function* videosOf(
  videos: unknown,
): Generator<Pick<BenchEntry, "compression" | "video" | "clip">> {
  for (const [name, value] of members(videos)) {
    if (isClip(value)) yield { compression: null, video: name, clip: value };
    else {
      for (const [video, clip] of members(value)) {
        if (isClip(clip)) yield { compression: name, video, clip };
      }
    }
  }
}

/** The members of an object; none of anything else. */
function members(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : [];
}

function isClip(value: unknown): value is JsonClip {
  return typeof value === "object" && value !== null && "frames" in value &&
    Array.isArray(value.frames);
}

function contradiction(
  name: string,
  { key, video, label }: { readonly key: string; readonly video: string; readonly label: string },
) {
  return inputError("DATASET_LABELS_CONTRADICT", {
    what:
      `the dataset's ${name} has ${JSON.stringify(video)} under ${JSON.stringify(key)} with the ` +
      `label ${JSON.stringify(label)}, and one of them is REAL, the other FAKE`,
    remedy: "Correct the label, or move the clip under the key of its label",
  });
}
