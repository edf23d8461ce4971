import { isVideoName } from "../tree/clip_names.ts";

/** The four types of FakeAVCeleb, which are also its outermost folders. */
export const TYPES: ReadonlySet<string> = new Set([
  ...["RealVideo-RealAudio", "RealVideo-FakeAudio", "FakeVideo-RealAudio", "FakeVideo-FakeAudio"],
]);

/** Columns that stand before those of file and folder. */
const COLUMNS = [
  ...["source", "target1", "target2", "method", "category", "type", "race", "gender"] as const,
];

export type Column = typeof COLUMNS[number];

/** A row of `meta_data.csv`. Cells that are absent are empty. */
export interface AvRow {
  /** Path in the tree. */
  readonly filename: string;
  readonly type: string;
  /** The person in the original. */
  readonly source: string;
  /** The person whose face or voice was taken. */
  readonly target: string;
  readonly method: string;
  readonly race: string;
  readonly gender: string;
  /** Number of its line, from 1. */
  readonly line: number;
}

export interface AvRowOptions {
  /** Places of the columns by name. */
  readonly columns: ReadonlyMap<Column, number>;
  readonly line: number;
}

/**
 * Reads a row. Its file and folder are found by what they look like, since the header has one name for the two: `path`
 * stands above the file, and no name above the folder.
 * @returns a phrase that says what is wrong, if something is
 */
export function readAvRow(cells: readonly string[], options: AvRowOptions): AvRow | string {
  const { columns, line } = options;
  const cell = (name: Column) => cells[columns.get(name) ?? -1]?.trim() ?? "";
  const places = new Set(COLUMNS.map((name) => columns.get(name)));
  const rest = cells.filter((_, place) => !places.has(place))
    .map((text) => text.trim().replaceAll("\\", "/"));
  const type = cell("type");
  if (!TYPES.has(type)) return `has the unknown type ${JSON.stringify(type)}`;
  const facts = { type, source: cell("source"), race: cell("race"), gender: cell("gender") };
  if (facts.source === "") return "has no source";
  const filename = pathOf(rest, [type, facts.race, facts.gender, facts.source]);
  if (filename === null) return "names no video";
  return { filename, ...facts, target: cell("target1"), method: cell("method"), line };
}

/**
 * Puts together the path of a video from the cells of file and folder, from the folder of its type on; what stands
 * before it is the path on the author's machine.
 * @param usual the folders that the video lies in if no cell says so
 */
function pathOf(cells: readonly string[], usual: readonly string[]): string | null {
  const file = cells.find(isVideoName);
  if (file === undefined) return null;
  const folder = cells.find((text) => text !== file && insideType(text) !== null);
  return insideType(file) ?? insideType(`${folder ?? usual.join("/")}/${file}`);
}

/** The part of a path from the folder of a type on. */
function insideType(path: string): string | null {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const start = parts.findIndex((part) => TYPES.has(part));
  return start === -1 ? null : parts.slice(start).join("/");
}
