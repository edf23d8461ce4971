import type { GroupFacts, Label } from "../../records/video.ts";
import type { LayoutListing, ListedVideo } from "../layouts/contract.ts";
import { OWN_GROUPS, SOURCE_VIDEOS } from "../layouts/group_facts.ts";
import {
  candidatesFor,
  isReversed,
  namesFor,
  type Role,
  roleNotes,
  usualName,
} from "./column_roles.ts";
import { extensionOf } from "../tree/clip_names.ts";
import { isBinary, isNothing, LABEL_WORDS, labelOf } from "./label_words.ts";
import type { LabelRow, LabelTable } from "./label_table.ts";
import { labelsContradiction, labelsError, shortValue } from "./labels_error.ts";
import { matchOriginals } from "./match_originals.ts";
import { TagReader, textOf } from "./tag_reader.ts";

/** Columns by what they are; `null`: there is none. */
type Columns = Readonly<Record<Role, number | null>> & { readonly tags: readonly number[] };

/**
 * Lists the videos of a file of labels. A column without a role is a tag; a video without a group is its own.
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3) when there is no column of file names, or an unknown label;
 * DATASET_LABELS_CONTRADICT when two columns of labels differ
 */
export function listTable(table: LabelTable): LayoutListing {
  const notes = [...table.notes];
  if (table.columns.length === 0) return { videos: [], groups: groupFacts([], false), notes };
  const columns = columnsOf(table, notes);
  const tags = new TagReader(table, columns.tags);
  const listed = table.rows.map((row) => toListedVideo(row, { table, columns, tags }));
  const isNamed = columns.group !== null && !/^group/i.test(table.columns[columns.group]!.trim());
  const videos = isNamed ? matchOriginals(listed) : listed;
  const all = [...notes, ...binaryNotes(table, columns.label), ...tags.notes()];
  return { videos, groups: groupFacts(videos, isNamed), notes: all };
}

/** Finds out what each column is, and adds to `notes` what was taken for what. */
function columnsOf(table: LabelTable, notes: string[]): Columns {
  const taken = new Set<number>(table.fileColumn === null ? [] : [table.fileColumn]);
  const take = (role: Role): number | null => {
    const candidates = candidatesFor(role, table.columns);
    const chosen = role === "label" ? readableLabel(table, candidates) : candidates[0];
    if (chosen === undefined) return null;
    const usual = role === "group" ? table.usualGroup : usualName(role);
    const decided = roleNotes(role, { taken: chosen, candidates, usual, name: table.name });
    for (const note of decided) notes.push(note);
    taken.add(table.columns.indexOf(chosen));
    return table.columns.indexOf(chosen);
  };
  const file = table.fileColumn ?? take("file") ?? lacking("file", table);
  const label = take("label") ?? (table.fileColumn === null ? lacking("label", table) : null);
  if (label !== null) requireOneLabel(table, label);
  const [group, split] = [take("group"), take("split")];
  const tags = [...table.columns.keys()].filter((i) => !taken.has(i) && table.columns[i] !== "");
  return { file, label, group, split, tags };
}

/** The first column of labels whose words are all understood; the first where none is like that. */
function readableLabel(table: LabelTable, candidates: readonly string[]): string | undefined {
  if (candidates.length < 2) return candidates[0];
  const isReadable = (column: string) => {
    const at = table.columns.indexOf(column);
    return table.rows.every(({ values }) => labelOf(values[at]) !== undefined) &&
      table.rows.some(({ values }) => !isNothing(values[at]));
  };
  return candidates.find(isReadable) ?? candidates[0];
}

/** Checks that no other column of labels says something else: one of the two means something else by its words. */
function requireOneLabel(table: LabelTable, label: number): void {
  for (const column of candidatesFor("label", table.columns)) {
    const other = table.columns.indexOf(column);
    if (other === label || !isOfLabels(table, column)) continue;
    const row = table.rows.find(({ values }) => {
      const [one, two] = [label, other].map((at) => labelIn(values[at], table.columns[at]!));
      return one !== two && one != null && two != null;
    });
    if (row === undefined) continue;
    const says = (at: number) =>
      `${JSON.stringify(table.columns[at]!.trim())} says ${shortValue(row.values[at])}, which is ` +
      `${labelIn(row.values[at], table.columns[at]!)}`;
    throw labelsContradiction(`${says(label)}, and ${says(other)}, ${row.at}`, {
      name: table.name,
      remedy: "Remove or rename the column that is no label, or in which 1 or True is REAL " +
        "(in a column named is_real it is)",
    });
  }
}

function isOfLabels(table: LabelTable, column: string): boolean {
  const at = table.columns.indexOf(column);
  return table.rows.every(({ values }) => labelOf(values[at]) !== undefined);
}

function lacking(role: "file" | "label", { name, columns }: LabelTable): never {
  const what = role === "file" ? "a column of file names" : "a column of labels";
  const found = columns.filter((column) => column !== "").map((column) => column.trim());
  throw labelsError(`lacks ${what}: it has ${shortValue(found.join(", "))}`, {
    name,
    remedy: `${
      extensionOf(name) === "json"
        ? "Each entry has these keys"
        : "Its first line names the columns"
    }: one of ${namesFor("file")} for the file names, one of ${namesFor("label")} for the labels`,
  });
}

function toListedVideo(
  { values, at }: LabelRow,
  { table, columns, tags }: {
    readonly table: LabelTable;
    readonly columns: Columns;
    readonly tags: TagReader;
  },
): ListedVideo {
  const filename = textOf(values[columns.file!]);
  return {
    filename,
    label: columns.label === null ? null : readLabel(values[columns.label], {
      isReversed: isReversed(table.columns[columns.label]!),
      ...{ name: table.name, at },
    }),
    group: factOf(values, columns.group) ?? filename,
    split: factOf(values, columns.split),
    tags: tags.read(values),
  };
}

function readLabel(
  value: unknown,
  { isReversed, name, at }: {
    readonly isReversed: boolean;
    readonly name: string;
    readonly at: string;
  },
): Label | null {
  const label = labelOf(value);
  if (label === undefined) {
    throw labelsError(`has the unknown label ${shortValue(value)} ${at}`, {
      name,
      remedy: `Correct it: ${LABEL_WORDS}`,
    });
  }
  return reversedIf(isReversed, { label, value });
}

/** The label that a value of a column says; `undefined`: not understood. */
function labelIn(value: unknown, column: string): Label | null | undefined {
  const label = labelOf(value);
  return label === undefined ? label : reversedIf(isReversed(column), { label, value });
}

/** Swaps what 0 and 1 mean in a column that says what is real. */
function reversedIf(
  isReversed: boolean,
  { label, value }: { readonly label: Label | null; readonly value: unknown },
): Label | null {
  if (label === null || !isReversed || !isBinary(value)) return label;
  return label === "REAL" ? "FAKE" : "REAL";
}

/** Text of a group or split; `null`: not known. */
function factOf(values: readonly unknown[], column: number | null): string | null {
  const value = column === null ? null : values[column];
  return isNothing(value) || typeof value === "object" ? null : textOf(value).trim();
}

/** Says which of 0 and 1 is FAKE where labels are like that. */
function binaryNotes({ name, columns, rows }: LabelTable, label: number | null): string[] {
  if (label === null) return [];
  const first = rows.find(({ values }) => isBinary(values[label]))?.values[label];
  if (first === undefined) return [];
  const [no, yes] = /^[tf]/i.test(`${first}`.trim()) ? ["False", "True"] : ["0", "1"];
  return isReversed(columns[label]!)
    ? [`${name}: ${yes} in "${columns[label]!.trim()}" was read as REAL, ${no} as FAKE.`]
    : [`${name}: the label ${yes} was read as FAKE, ${no} as REAL.`];
}

function groupFacts(videos: readonly ListedVideo[], areVideos: boolean): GroupFacts {
  if (!videos.some(({ filename, group }) => group !== filename)) {
    return OWN_GROUPS;
  }
  return areVideos ? SOURCE_VIDEOS : { kind: "stated", scope: "other groups of this kind" };
}
