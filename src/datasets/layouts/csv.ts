import { parse } from "csv-parse/sync";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inputError } from "../../records/errors.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetLayout, DatasetListing } from "./contract.ts";
import { isRegularFile, type ListedVideo, listedVideos } from "./listed_videos.ts";

const LABELS = "labels.csv";
const REQUIRED = ["filename", "label"];
const KNOWN = [...REQUIRED, "group", "split"];

/** `labels.csv` with the columns `filename,label` and, where there are any, `group` and `split`. */
export const csv: DatasetLayout = {
  recognises: (folder) => isRegularFile(join(folder, LABELS)),
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
  const text = await readFile(join(folder, LABELS), "utf8").catch((cause) => {
    throw labelsError("cannot be read", cause);
  });
  return await listedVideos(folder, rowsOf(text).map(listed));
}

function rowsOf(text: string): readonly Row[] {
  const columns = (header: string[]) => {
    const names = header.map((name) => name.trim().toLowerCase());
    const lacking = REQUIRED.filter((name) => !names.includes(name));
    if (lacking.length > 0) throw labelsError(`has no column ${lacking.join(" and ")}`);
    const stray = names.find((name) => !KNOWN.includes(name));
    if (stray !== undefined) throw labelsError(`has a column ${JSON.stringify(stray)}`);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw labelsError(`has two columns ${twice}`);
    return names;
  };
  try {
    // `info` adds the line that each record ends on.
    const options = { bom: true, columns, info: true, skip_empty_lines: true };
    return parse(text, options) as unknown as Row[];
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.name !== "AssayError") {
      throw labelsError(`cannot be read as CSV: ${cause.message}`, cause);
    }
    throw cause;
  }
}

/** A row as a video. Without a group a video is its own. */
function listed({ record, info }: Row): ListedVideo {
  const { filename, label, group, split } = record;
  return {
    filename,
    label: labelOf(label.trim(), info.lines),
    group: group || filename,
    split: split || null,
  };
}

/** Labels as DFDC writes them, in any case, or as 0 and 1 with 1 for fake; empty is unknown. */
function labelOf(label: string, line: number): Label | null {
  if (label === "") return null;
  if (/^(real|0)$/i.test(label)) return "REAL";
  if (/^(fake|1)$/i.test(label)) return "FAKE";
  throw labelsError(`gives the label ${JSON.stringify(label)} in line ${line}`);
}

function labelsError(what: string, cause?: unknown) {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${LABELS} ${what}`,
    remedy: "Its columns are filename,label[,group,split]; a label is REAL or FAKE",
    cause,
  });
}
