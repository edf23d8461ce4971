import { type AssayError, inputError } from "../../records/errors.ts";
import type { GroupFacts, Label } from "../../records/video.ts";
import type { ListedVideo } from "./contract.ts";
import { repeatedKey } from "./repeated_key.ts";
import { tagsOf } from "./tag_text.ts";

/** What a file of labels says of one video. */
export type Entry = readonly [filename: string, facts: Readonly<Record<string, unknown>>];

/**
 * Reads a JSON file that maps file names to facts, in the order of the file.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3)
 */
export function entriesOf(bytes: Uint8Array, name: string): readonly Entry[] {
  const text = textOf(bytes);
  const value = parseJson(text, name);
  if (!isObject(value)) throw labelsError(name, "does not map file names to labels");
  const repeated = repeatedKey(text, value);
  if (repeated !== null) {
    const where = repeated.entry === null ? "" : ` for ${shortName(repeated.entry)}`;
    throw labelsError(name, `lists ${shortName(repeated.key)} twice${where}`);
  }
  return Object.entries(value).map(([filename, facts]) => {
    if (isObject(facts)) return [filename, facts];
    throw labelsError(name, `has no object with a label for ${shortName(filename)}`);
  });
}

/**
 * Finds which of DFDC's files a `metadata.json` is by the names of its facts, without parsing it.
 * @returns `labels`: with `label`; `is_fake`: with that and no `label`; `null`: neither
 */
export function metadataKind(bytes: Uint8Array): "labels" | "is_fake" | null {
  const text = textOf(bytes);
  if (/"label"\s*:/.test(text)) return "labels";
  return /"is_fake"\s*:/.test(text) ? "is_fake" : null;
}

/** Facts that are no tags. */
const APART = new Set(["label", "is_fake", "split", "original"]);

/**
 * Makes a video of an entry of `metadata.json`. A video without an original is its own group.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3) for an unknown label
 */
export function entryVideo([filename, facts]: Entry, name: string): ListedVideo {
  const { split, original } = facts;
  return {
    filename,
    label: entryLabel(facts["label"] ?? facts["is_fake"], { filename, name }),
    group: typeof original === "string" && original !== "" ? original : filename,
    split: typeof split === "string" && split !== "" ? split : null,
    tags: tagsOf(facts, APART),
  };
}

/** Reads the label of an entry; `null`: it is not known. @throws AssayError DATASET_LABELS_BROKEN (exit 3) */
export function entryLabel(
  value: unknown,
  { filename, name }: { readonly filename: string; readonly name: string },
): Label | null {
  const label = labelOf(value);
  if (label !== undefined) return label;
  throw labelsError(name, `has the unknown label ${shortName(value)} for ${shortName(filename)}`);
}

/**
 * Reads a label: REAL or FAKE in any case, 0 or 1, false or true, where 1 and true are FAKE.
 * @returns `null`: it is not known; `undefined`: not understood
 */
export function labelOf(value: unknown): Label | null | undefined {
  if (value === undefined || value === null) return null;
  const word = `${value}`.trim().toLowerCase();
  if (/^(real|0|0\.0|false)$/.test(word)) return "REAL";
  if (/^(fake|1|1\.0|true)$/.test(word)) return "FAKE";
  return word === "" ? null : undefined;
}

/** What groups of originals are. */
export function originalGroups(isStated: boolean): GroupFacts {
  return isStated
    ? { kind: "stated", scope: "other source videos of this kind" }
    : { kind: "own", scope: "other videos of this kind" };
}

/** Makes the error for a file of entries that cannot be understood. @param what completes "the dataset's NAME …" */
export function labelsError(name: string, what: string, cause?: unknown): AssayError {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${name} ${what}`,
    remedy: 'Its format is {"name.mp4": {"label": "REAL" or "FAKE", "split", "original"}, …}',
    cause,
  });
}

/** Quotes a text from the labels for an error message, shortened if it is long. */
export function shortName(text: unknown): string {
  const shown = JSON.stringify(text) ?? "nothing";
  return shown.length <= LONGEST_SHOWN ? shown : `${shown.slice(0, LONGEST_SHOWN)}…`;
}

const LONGEST_SHOWN = 200;

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw labelsError(name, "is not JSON", cause);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
