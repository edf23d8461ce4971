import { counted } from "../../base/text/counted.ts";
import { inputError } from "../../records/errors.ts";
import type { CsvLine } from "../labels/csv_lines.ts";
import { labelsError } from "../labels/labels_error.ts";
import { loadCsvLines } from "../labels/load_csv.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { folderNames, hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo, ListOptions } from "./contract.ts";
import { type AvRow, type Column, readAvRow, TYPES } from "./fakeavceleb_row.ts";
import { groupsOfPeople, type PersonVideo } from "./group_facts.ts";

const LABELS = "meta_data.csv";
const FORMAT = "Its rows are source,target1,target2,method,category,type,race,gender,FILE,FOLDER";

/**
 * FakeAVCeleb's layout: `meta_data.csv` beside the folders of the four types, in which videos lie as
 * `TYPE/RACE/GENDER/SOURCE/NAME.mp4`. A `RealVideo-FakeAudio` has real pictures.
 */
export const fakeavceleb: DatasetLayout = {
  title: "FakeAVCeleb",
  labels: LABELS,
  takesLabelFile: true,
  recognisedBy:
    `\`${LABELS}\` beside \`RealVideo-RealAudio\`, \`FakeVideo-FakeAudio\` and the like`,
  async recognise(tree) {
    if (!await hasFile(tree, LABELS)) return null;
    const folder = (await folderNames(tree)).find((name) => TYPES.has(name));
    return folder === undefined ? null : `\`${LABELS}\` beside \`${folder}\``;
  },
  list,
};

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const { bytes } = await readLabelFile(tree, { name: LABELS, labelFile });
  const { csvLines } = await loadCsvLines();
  const { lines, notes } = csvLines(bytes, { name: LABELS, remedy: FORMAT });
  const { rows, doubled } = withoutDoubles(readRows(lines));
  const mute = rows.filter(({ type }) => type === "RealVideo-FakeAudio").length;
  return {
    videos: rows.map(toListedVideo),
    groups: groupsOfPeople(rows.map(personVideo)),
    notes: [
      ...notes,
      ...mute === 0 ? [] : [
        `${counted(mute, "video")} of the type RealVideo-FakeAudio ${
          mute === 1 ? "counts" : "count"
        } ` +
        "as REAL: only the sound is fake, and pictures are what is evaluated.",
      ],
      ...doubled === 0 ? [] : [
        `${counted(doubled, "row")} of ${LABELS} ${
          doubled === 1 ? "repeats a video: it" : "repeat videos: each"
        } is taken once.`,
      ],
      "FakeAVCeleb has no splits.",
    ],
  };
}

function readRows([header, ...lines]: readonly CsvLine[]): readonly AvRow[] {
  const names = (header?.record ?? []).map((name) => name.trim().toLowerCase());
  const lacking = (["source", "type"] as const).filter((name) => !names.includes(name));
  if (lacking.length > 0) throw rowsError(`lacks the column ${lacking.join(" and ")}`);
  const columns = new Map(names.map((name, index) => [name as Column, index]));
  const filled = lines.filter(({ record }) => record.some((cell) => cell !== ""));
  return filled.map(({ record, info }) => {
    const row = readAvRow(record, { columns, line: info.lines });
    if (typeof row === "string") throw rowsError(`${row} in line ${info.lines}`);
    if (!row.filename.startsWith(`${row.type}/`)) throw folderError(row);
    return row;
  });
}

/** Keeps the first row of each video. @throws AssayError (exit 3) when another has another label or group */
function withoutDoubles(rows: readonly AvRow[]) {
  const kept = new Map<string, AvRow>();
  for (const row of rows) {
    const first = kept.get(row.filename);
    if (first === undefined) kept.set(row.filename, row);
    else if (first.type !== row.type || first.source !== row.source) {
      throw contradictError(first, row);
    }
  }
  return { rows: [...kept.values()], doubled: rows.length - kept.size };
}

function toListedVideo({ filename, type, source, method, race, gender }: AvRow): ListedVideo {
  const label = type.startsWith("Fake") ? "FAKE" : "REAL";
  const stated = { type, race, gender, ...label === "FAKE" ? { method } : {} };
  const tags = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== ""));
  return { filename, label, group: source, split: null, tags };
}

function personVideo({ type, source, target }: AvRow): PersonVideo {
  return { group: source, face: type.startsWith("Fake") ? target : null };
}

function rowsError(what: string) {
  return labelsError(what, { name: LABELS, remedy: FORMAT });
}

function folderError({ filename, type, line }: AvRow) {
  return inputError("DATASET_LABELS_CONTRADICT", {
    what: `line ${line} of the dataset's ${LABELS} gives ${
      JSON.stringify(filename)
    } the type ${type}`,
    remedy: "Correct the type in that line, or the folder",
  });
}

function contradictError(first: AvRow, second: AvRow) {
  const [what, one, other] = first.type === second.type
    ? ["source", first.source, second.source]
    : ["type", first.type, second.type];
  return inputError("DATASET_LABELS_CONTRADICT", {
    what: `lines ${first.line} and ${second.line} of the dataset's ${LABELS} give ` +
      `${JSON.stringify(first.filename)} the ${what} ${one} and ${other}`,
    remedy: "Remove the wrong one of the two lines",
  });
}
