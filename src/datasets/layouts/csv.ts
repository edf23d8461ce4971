import { parse } from "csv-parse/sync";
import { join } from "node:path";
import { inputError } from "../../records/errors.ts";
import { hasRegularFile, readTextFile } from "../../platform/files/regular_file.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetLayout, DatasetListing } from "./contract.ts";
import { type ListedVideo, listedVideos } from "./listed_videos.ts";

const LABELS = "labels.csv";
const REQUIRED = ["filename", "label"];
const KNOWN = [...REQUIRED, "group", "split"];

/** Layout with `labels.csv`, whose columns are `filename,label` and optionally `group` and `split`. */
export const csv: DatasetLayout = {
  labels: LABELS,
  recognises: (folder) => hasRegularFile(join(folder, LABELS)),
  list,
};

interface Row {
  readonly record: {
    readonly filename: string;
    readonly label: string;
    readonly group?: string;
    readonly split?: string;
  };
  readonly info: { readonly lines: number };
}

async function list(folder: string): Promise<DatasetListing> {
  const text = await readTextFile(join(folder, LABELS)).catch((cause) => {
    throw labelsError("cannot be read", cause);
  });
  return await listedVideos(folder, parseRows(text).map(toListedVideo));
}

function parseRows(text: string): readonly Row[] {
  const columns = (header: string[]) => {
    const names = header.map((name) => name.trim().toLowerCase());
    const missing = REQUIRED.filter((name) => !names.includes(name));
    if (missing.length > 0) throw labelsError(`lacks the column ${missing.join(" and ")}`);
    const unknown = names.find((name) => !KNOWN.includes(name));
    if (unknown !== undefined) {
      throw labelsError(`has the unknown column ${JSON.stringify(unknown)}`);
    }
    const repeated = names.find((name, i) => names.indexOf(name) < i);
    if (repeated !== undefined) throw labelsError(`has the column ${repeated} twice`);
    return names;
  };
  try {
    // `info` adds the line on which each record ends.
    const options = { bom: true, columns, info: true, skip_empty_lines: true };
    return parse(text, options) as unknown as Row[];
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.name !== "AssayError") {
      throw labelsError(`cannot be read as CSV: ${cause.message}`, cause);
    }
    throw cause;
  }
}

/** Converts a row to a video. A video without a group is its own group. */
function toListedVideo({ record, info }: Row): ListedVideo {
  const { filename, label, group, split } = record;
  return {
    filename,
    label: parseLabel(label.trim(), info.lines),
    group: group || filename,
    split: split || null,
  };
}

/** Parses a label: DFDC's words in any case, or 0 and 1 with 1 for fake; empty is unknown. */
function parseLabel(label: string, line: number): Label | null {
  if (label === "") return null;
  if (/^(real|0)$/i.test(label)) return "REAL";
  if (/^(fake|1)$/i.test(label)) return "FAKE";
  throw labelsError(`has the unknown label ${JSON.stringify(label)} in line ${line}`);
}

function labelsError(what: string, cause?: unknown) {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${LABELS} ${what}`,
    remedy: "Its columns are filename,label[,group,split]; a label is REAL or FAKE",
    cause,
  });
}
