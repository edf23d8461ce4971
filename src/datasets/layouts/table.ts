import { parse } from "csv-parse/sync";
import { inputError } from "../../records/errors.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";

const LABELS = "labels.csv";
const REQUIRED = ["filename", "label"];
const KNOWN = [...REQUIRED, "group", "split"];

/** Layout with `labels.csv`, whose columns are `filename,label` and optionally `group` and `split`. */
export const table: DatasetLayout = {
  title: "a table of labels",
  labels: LABELS,
  recognisedBy: "`labels.csv` with a column of file names and one of labels",
  recognise: async (tree) => await hasFile(tree, LABELS) ? "`labels.csv`" : null,
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

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const text = new TextDecoder().decode(await tree.read(LABELS) ?? new Uint8Array());
  const videos = parseRows(text).map(toListedVideo);
  const isStated = videos.some(({ filename, group }) => group !== filename);
  return {
    videos,
    groups: isStated
      ? { kind: "stated", scope: "other groups of this kind" }
      : { kind: "own", scope: "other videos of this kind" },
    notes: [],
  };
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
    tags: {},
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
