import { decodeLabels } from "../labels/decode_labels.ts";
import { LABEL_WORDS, labelOf } from "../labels/label_words.ts";
import { labelsError, shortValue } from "../labels/labels_error.ts";
import { entriesOf } from "../labels/metadata_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import { tagsOf, tagText } from "../labels/tag_text.ts";
import type { GroupFacts, Label } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo, ListOptions } from "./contract.ts";
import { groupsOfPeople, OWN_GROUPS } from "./group_facts.ts";

const LABELS = "dataset.json";

/**
 * The layout of DFDC's preview: `dataset.json` maps paths in `original_videos`, `method_A` and `method_B` to `label`,
 * `set` and the persons in the video. A group is the person who was filmed, `target_id`.
 */
export const dfdcPreview: DatasetLayout = {
  title: "DFDC preview",
  labels: LABELS,
  takesLabelFile: true,
  recognisedBy: "`dataset.json` that maps paths to `label`, `set` and `target_id`",
  async recognise(tree) {
    const bytes = await tree.read(LABELS);
    if (bytes === null) return null;
    const { text } = decodeLabels(bytes, LABELS);
    const isOurs = ["label", "set", "target_id"].every((name) => text.includes(`"${name}"`));
    return isOurs ? "`dataset.json` with `target_id`" : null;
  },
  list,
};

type Entry = readonly [filename: string, facts: Readonly<Record<string, unknown>>];

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const { name, bytes } = await readLabelFile(tree, { name: LABELS, labelFile });
  const entries = entriesOf(bytes, name);
  return {
    videos: entries.map((entry) => previewVideo(entry, name)),
    groups: groupsOf(entries),
    notes: [],
  };
}

/** Facts that are no tags, or tags by another name. */
const APART = new Set(["label", "set", "target_id", "swapped_id"]);

function previewVideo([filename, facts]: Entry, labels: string): ListedVideo {
  const label = readLabel(facts["label"], { filename, labels });
  const person = tagText(facts["target_id"]);
  const method = label === "FAKE" ? methodOf(filename) : null;
  return {
    filename,
    label,
    group: person ?? filename,
    split: tagText(facts["set"]),
    tags: {
      ...tagsOf(facts, APART),
      ...(person === null ? {} : { identity: person }),
      ...(method === null ? {} : { method }),
    },
  };
}

function readLabel(
  value: unknown,
  { filename, labels }: { readonly filename: string; readonly labels: string },
): Label | null {
  const label = labelOf(value);
  if (label !== undefined) return label;
  throw labelsError(`has the unknown label ${shortValue(value)} for ${shortValue(filename)}`, {
    name: labels,
    remedy: `Correct it: ${LABEL_WORDS}`,
  });
}

/** The folder that is named for the method: `method_A/…`. */
function methodOf(filename: string): string | null {
  return filename.split(/[\\/]/).find((folder) => /^method_/i.test(folder)) ?? null;
}

function groupsOf(entries: readonly Entry[]): GroupFacts {
  const videos = entries.flatMap(([, facts]) => {
    const group = tagText(facts["target_id"]);
    return group === null ? [] : [{ group, face: tagText(facts["swapped_id"]) }];
  });
  return videos.length === 0 ? OWN_GROUPS : groupsOfPeople(videos);
}
