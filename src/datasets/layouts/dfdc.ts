import { join } from "node:path";
import { inputError } from "../../records/errors.ts";
import { hasRegularFile, readTextFile } from "../../platform/files/regular_file.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetLayout, DatasetListing } from "./contract.ts";
import { type ListedVideo, listedVideos } from "./listed_videos.ts";

const LABELS = "metadata.json";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  recognises: (folder) => hasRegularFile(join(folder, LABELS)),
  list,
};

async function list(folder: string): Promise<DatasetListing> {
  const entries = Object.entries(await readLabels(folder));
  return await listedVideos(
    folder,
    entries.map(([filename, entry]) => toListedVideo(filename, entry)),
  );
}

async function readLabels(folder: string): Promise<Record<string, unknown>> {
  const text = await readTextFile(join(folder, LABELS)).catch((cause) => {
    throw labelsError("cannot be read", cause);
  });
  const value = parseJson(text.replace(/^\ufeff/, ""));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    requireDistinct(listKeys(text));
    return value as Record<string, unknown>;
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

/** Yields the keys of a JSON object's text, in order; parsing would keep only the last of two equal ones. */
function* listKeys(json: string): Iterable<string> {
  let depth = 0;
  let text = "";
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === ":" && depth === 1) yield JSON.parse(text);
    else if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else text = token;
  }
}

function requireDistinct(names: Iterable<string>): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw labelsError(`lists ${JSON.stringify(name)} twice`);
    seen.add(name);
  }
}

/** Converts a file's entry. A video without an original is its own group, as is a fake of unknown original. */
function toListedVideo(filename: string, entry: unknown): ListedVideo {
  if (typeof entry !== "object" || entry === null) {
    throw labelsError(`has no object with a label for ${JSON.stringify(filename)}`);
  }
  const { label, split, original } = entry as Record<string, unknown>;
  return {
    filename,
    label: parseLabel(label, filename),
    group: typeof original === "string" && original !== "" ? original : filename,
    split: typeof split === "string" && split !== "" ? split : null,
  };
}

function parseLabel(label: unknown, filename: string): Label | null {
  if (label === "REAL" || label === "FAKE") return label;
  if (label === undefined || label === null) return null;
  throw labelsError(
    `has the unknown label ${JSON.stringify(label)} for ${JSON.stringify(filename)}`,
  );
}

function labelsError(what: string, cause?: unknown) {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${LABELS} ${what}`,
    remedy: 'Its format is {"name.mp4": {"label": "REAL" or "FAKE", "split", "original"}, …}',
    cause,
  });
}
