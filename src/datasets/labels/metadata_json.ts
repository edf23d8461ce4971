import { isVideoName } from "../tree/clip_names.ts";
import { candidatesFor } from "./column_roles.ts";
import { isNothing, labelOf } from "./label_words.ts";
import type { LabelRow, LabelTable } from "./label_table.ts";
import { labelsError, shortValue } from "./labels_error.ts";
import { readJson } from "./read_json.ts";
import { repeatedKey } from "./repeated_key.ts";

const FORMAT = 'Its format is {"name.mp4": {"label": "REAL" or "FAKE", "split", "original"}, …}';

type Entry = Readonly<Record<string, unknown>>;

interface Metadata {
  readonly value: Entry | readonly unknown[];
  readonly notes: readonly string[];
}

/**
 * Reads the entries of a `metadata.json`: an object of objects by file name, an object of labels by file name, or a
 * list of objects that have the file name in them.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3)
 */
export function entriesOf(bytes: Uint8Array, name: string): [string, Record<string, unknown>][] {
  return readEntries(readMetadata(bytes, name).value, name);
}

/**
 * Reads a `metadata.json` as rows and columns.
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3)
 */
export function metadataTable(bytes: Uint8Array, name: string): LabelTable {
  const { value, notes } = readMetadata(bytes, name);
  if (Array.isArray(value)) return listedTable({ value, notes }, name);
  const entries = readEntries(value, name);
  const { keys, valuesOf } = keysOf(entries.map(([, entry]) => entry));
  const rows = entries.map(([filename, entry]): LabelRow => ({
    values: [filename, ...valuesOf(entry)],
    at: `for ${shortValue(filename)}`,
  }));
  return { name, columns: ["", ...keys], fileColumn: 0, usualGroup: "original", rows, notes };
}

/** Reads a list of entries, in which one key has the file's name. */
function listedTable({ value, notes }: Metadata, name: string): LabelTable {
  const entries = readEntries(value, name).map((_, i) => (value as readonly Entry[])[i]!);
  const { keys, valuesOf } = keysOf(entries);
  const rows = entries.map((entry, i): LabelRow => ({
    values: valuesOf(entry),
    at: `in entry ${i + 1}`,
  }));
  return { name, columns: keys, fileColumn: null, usualGroup: "original", rows, notes };
}

/** The keys of all entries, in the order in which they come first. */
function keysOf(entries: readonly Entry[]) {
  const keys = new Set<string>();
  for (const entry of entries) for (const key of Object.keys(entry)) keys.add(key);
  const valuesOf = (entry: Entry) =>
    [...keys].map((key) => Object.hasOwn(entry, key) ? entry[key] : undefined);
  return { keys: [...keys], valuesOf };
}

/**
 * Finds out what the entries of a `metadata.json` say, without an error.
 * @returns `is_fake`: labels by that key and no other, as DFDC's test set has them; `labels`: otherwise; `null`: it is
 *   valid JSON, but lists no videos, so that it belongs to something else
 */
export function metadataKind(bytes: Uint8Array): "labels" | "is_fake" | null {
  let value: unknown;
  try {
    value = readJson(bytes, { name: "", remedy: FORMAT }).value;
  } catch {
    return "labels"; // reading it says what is wrong
  }
  if (typeof value !== "object" || value === null) return "labels"; // likewise
  const entries = Object.values(value);
  if (entries.length === 0) return "labels";
  if (!listsVideos(value as Metadata["value"])) return null;
  const has = (key: string) =>
    entries.some((entry) => isObject(entry) && Object.hasOwn(entry, key));
  return has("is_fake") && !has("label") ? "is_fake" : "labels";
}

/** Whether there is an entry whose name is a video's, or that has a label. */
function listsVideos(value: Metadata["value"]): boolean {
  return Object.entries(value).some(([key, entry]) => {
    if (!Array.isArray(value) && isVideoName(key)) return true;
    if (!isObject(entry)) return false;
    const keys = Object.keys(entry);
    const isLabelled = candidatesFor("label", keys).some((column) => !isNothing(entry[column]));
    if (!Array.isArray(value)) return isLabelled;
    const names = candidatesFor("file", keys).map((column) => entry[column]);
    return names.some((name) => isLabelled || (typeof name === "string" && isVideoName(name)));
  });
}

function readMetadata(bytes: Uint8Array, name: string): Metadata {
  const { json, value, notes } = readJson(bytes, { name, remedy: FORMAT });
  if (typeof value !== "object" || value === null) {
    throw labelsError("does not map file names to labels", { name, remedy: FORMAT });
  }
  const repeated = repeatedKey(json, value as Metadata["value"]);
  if (repeated !== null) {
    const { key, entry } = repeated;
    const where = entry === null
      ? ""
      : typeof entry === "number"
      ? ` in entry ${entry}`
      : ` for ${shortValue(entry)}`;
    throw labelsError(`lists ${shortValue(key)} twice${where}`, {
      name,
      remedy: "Remove one of the two",
    });
  }
  return { value: value as Metadata["value"], notes };
}

function readEntries(value: Metadata["value"], name: string): [string, Record<string, unknown>][] {
  if (Array.isArray(value)) {
    return value.map((entry, i) => readListed(entry, { place: i + 1, name }));
  }
  return Object.entries(value).map(([filename, entry]) => {
    if (isObject(entry)) return [filename, entry];
    const isLabel = !Array.isArray(entry) && entry !== null && labelOf(entry) !== undefined;
    if (isLabel) return [filename, { label: entry }];
    throw labelsError(`has no object with a label for ${shortValue(filename)}`, {
      name,
      remedy: FORMAT,
    });
  });
}

/** Reads an entry of a list, which has the file's name in it. */
function readListed(
  entry: unknown,
  { place, name }: { readonly place: number; readonly name: string },
): [string, Record<string, unknown>] {
  const key = isObject(entry) ? candidatesFor("file", Object.keys(entry))[0] : undefined;
  if (key === undefined) {
    throw labelsError(`does not map file names to labels: entry ${place} has no file name`, {
      name,
      remedy: FORMAT,
    });
  }
  const { [key]: filename, ...facts } = entry as Record<string, unknown>;
  return [isNothing(filename) ? "" : `${filename}`, facts];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
