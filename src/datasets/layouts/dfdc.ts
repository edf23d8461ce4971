import { inputError } from "../../records/errors.ts";
import type { Label, Tags } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { repeatedKey } from "./repeated_key.ts";

const LABELS = "metadata.json";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  title: "DFDC",
  labels: LABELS,
  recognisedBy: "`metadata.json` that maps file names to labels",
  recognise: async (tree) => await hasFile(tree, LABELS) ? "`metadata.json`" : null,
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const entries = Object.entries(await readLabels(tree));
  const videos = entries.map(([filename, entry]) => toListedVideo(filename, entry));
  const isStated = videos.some(({ filename, group }) => group !== filename);
  return {
    videos,
    groups: isStated
      ? { kind: "stated", scope: "other source videos of this kind" }
      : { kind: "own", scope: "other videos of this kind" },
    notes: [],
  };
}

async function readLabels(tree: DatasetTree): Promise<Record<string, unknown>> {
  const text = new TextDecoder().decode(await tree.read(LABELS) ?? new Uint8Array());
  const value = parseJson(text.replace(/^\ufeff/, ""));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const repeated = repeatedKey(text, value as Record<string, unknown>);
    if (repeated === null) return value as Record<string, unknown>;
    const { key, entry } = repeated;
    const where = entry === null ? "" : ` for ${shortName(entry)}`;
    throw labelsError(`lists ${shortName(key)} twice${where}`);
  }
  throw labelsError("does not map file names to labels");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw labelsError("is not JSON", cause);
  }
}

/** Quotes a text from the labels for an error message, shortened if it is long. */
function shortName(text: unknown): string {
  const shown = JSON.stringify(text) ?? "nothing";
  return shown.length <= LONGEST_SHOWN ? shown : `${shown.slice(0, LONGEST_SHOWN)}…`;
}

const LONGEST_SHOWN = 200;

/** Converts a file's entry. A video without an original is its own group, as is a fake of unknown original. */
function toListedVideo(filename: string, entry: unknown): ListedVideo {
  if (typeof entry !== "object" || entry === null) {
    throw labelsError(`has no object with a label for ${shortName(filename)}`);
  }
  const { label, split, original, ...rest } = entry as Record<string, unknown>;
  return {
    filename,
    label: parseLabel(label, filename),
    group: typeof original === "string" && original !== "" ? original : filename,
    split: typeof split === "string" && split !== "" ? split : null,
    tags: tagsOf(rest),
  };
}

/** The plain values among an entry's other keys, as texts. */
function tagsOf(rest: Readonly<Record<string, unknown>>): Tags {
  const plain = Object.entries(rest).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value) && value !== ""
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

function parseLabel(label: unknown, filename: string): Label | null {
  if (label === "REAL" || label === "FAKE") return label;
  if (label === undefined || label === null) return null;
  throw labelsError(
    `has the unknown label ${shortName(label)} for ${shortName(filename)}`,
  );
}

function labelsError(what: string, cause?: unknown) {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${LABELS} ${what}`,
    remedy: 'Its format is {"name.mp4": {"label": "REAL" or "FAKE", "split", "original"}, …}',
    cause,
  });
}
