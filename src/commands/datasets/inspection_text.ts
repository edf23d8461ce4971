import { escapeControls } from "../../base/text/control_characters.ts";
import { counted } from "../../base/text/counted.ts";
import { largest } from "../../base/numeric/extremes.ts";
import type {
  DatasetFacts,
  LabelCounts,
  NameList,
  TagFacts,
} from "../../datasets/dataset_facts.ts";
import type { DataWarningKind } from "../../records/data_warning.ts";
import type { GroupFacts, LeftOut } from "../../records/video.ts";
import { scopeSentence } from "../../reports/sections/interval_scope.ts";
import { wrapped } from "../../reports/terminal/wrapped.ts";
import { readable } from "../terminal/readable.ts";

/** Most names that a line lists. */
const MOST_NAMES = 3;
/** Longest name of a value, characters; longer ones are cut in the middle. */
const LONGEST_VALUE = 32;

const REASONS: Readonly<Record<LeftOut["reason"], string>> = {
  link: "links out of the folder; --follow-links reads them",
  broken_link: "links whose target is missing",
  member_link: "links in an archive; unpack it to read what they lead to",
  compressed: "compressed in the archive; store them instead (zip -0)",
  archive:
    "archives that are damaged, encrypted or in another one, or whose files lie beside them already",
  extension: "in a format that is not read",
  unlisted: "videos that the labels do not list",
};

const SOURCES = {
  file: ["file", "files"],
  member: ["archive member", "archive members"],
  frames: ["folder of frames", "folders of frames"],
  member_frames: ["folder of frames in an archive", "folders of frames in archives"],
} as const;

/** Warnings about what the text lists itself. */
const LISTED: readonly DataWarningKind[] = [
  ...["missing_files", "links_left_out", "compressed_members", "archives_left_out"] as const,
  ...["unlisted_files", "formats_left_out"] as const,
];

/** Formats everything that is known of a dataset for a terminal of `width` columns. */
export function inspectionText(facts: DatasetFacts, width: number): string {
  const lines = (text: string) => [...wrapped(text, width)].map((line) => line.trimEnd());
  const { notes, warnings } = facts;
  const others = warnings.filter(({ kind }) => !LISTED.includes(kind));
  const paragraphs = [
    [...lines(titleText(facts)), ...headLines(facts).flatMap(lines)],
    splitLines(facts),
    ...tagTables(facts),
    [...faultLines(facts).flatMap(lines)],
    hintLines(facts).flatMap(lines),
    notes.flatMap((note) => lines(`- ${note}`)),
    others.flatMap(({ sentence }) => lines(`! ${sentence}`)),
  ];
  return paragraphs.filter(({ length }) => length > 0).map((one) => one.join("\n")).join("\n\n");
}

function titleText({ name, folder, videos }: DatasetFacts): string {
  return `${name}: ${counted(videos, "video")} in ${readable(folder)}`;
}

function headLines(facts: DatasetFacts): readonly string[] {
  const { layout, title, recognisedBy, sources, groups } = facts;
  const kinds = Object.entries(sources).map(([kind, count]) =>
    `${count} ${SOURCES[kind as keyof typeof SOURCES][count === 1 ? 0 : 1]}`
  );
  return [
    `layout: ${layout} (${title}), recognised by ${recognisedBy}`,
    `labels: ${labelsText(facts)}`,
    ...("file" in sources && kinds.length === 1 ? [] : [`read from: ${kinds.join(", ")}`]),
    `groups: ${groupsText(groups)}`,
    ...levelLines(facts),
    ...(facts.tags.length === 0 ? ["tags: none"] : []),
  ];
}

/** Says which level an evaluation resamples, and why. */
function levelLines({ independence, groups, splits }: DatasetFacts): readonly string[] {
  if (independence.level === null) return [`independent: ${independence.reason}`];
  const { level, split, reason } = independence;
  const where = splits.every((one) => one.split === null)
    ? ""
    : split === null
    ? ", all splits"
    : `, split ${split}`;
  return [
    `independent: ${level}${where} (${reason})`,
    scopeSentence(independence, groups),
  ];
}

function labelsText({ videos, real, fake, unlabelled }: LabelCounts): string {
  if (unlabelled === videos) return "none";
  return `${real} REAL, ${fake} FAKE` +
    (unlabelled === 0 ? "" : `, ${unlabelled} without a label`);
}

const KINDS: Readonly<Record<GroupFacts["kind"], string>> = {
  stated: "",
  linked: "; people occur in several groups, so groups are not independent",
  own: ", each video its own, since nothing says which belong together",
};

function groupsText({ kind, count, smallest, median, largest, single }: DatasetFacts["groups"]) {
  if (kind === "own") return `${count}${KINDS.own}`;
  const sizes = smallest === largest
    ? `each of ${counted(smallest, "video")}`
    : `of ${smallest} to ${largest} videos, median ${median}, ${single} of them of one video`;
  return `${count}, ${sizes}${KINDS[kind]}`;
}

function splitLines({ splits, defaultSplit }: DatasetFacts): readonly string[] {
  if (splits.every(({ split }) => split === null)) return [];
  return tableLines("split", {
    rows: splits.map(({ split, ...counts }) => ({
      name: split ?? "(no split)",
      mark: split !== null && split === defaultSplit ? "default" : "",
      ...counts,
    })),
  });
}

function tagTables(facts: DatasetFacts): readonly (readonly string[])[] {
  return facts.tags.map((tag) => {
    if (tag.distinct === tag.videos && tag.distinct > tag.values.length) {
      return [`tag ${tag.tag}: ${tag.distinct} values, another for each video`];
    }
    const rows = tag.values.map(({ value, ...counts }) => ({ name: value, mark: "", ...counts }));
    const rest = restText(tag, facts);
    return [...tableLines(`tag ${tag.tag}`, { rows }), ...(rest === "" ? [] : [rest])];
  });
}

/** Says which values are not listed, and which videos do not have the tag. */
function restText(tag: TagFacts, { videos, fake }: DatasetFacts): string {
  const more = tag.distinct - tag.values.length;
  const isOfFakes = tag.videos === tag.fake && tag.fake === fake;
  const without = videos - tag.videos;
  return [
    ...(more > 0 ? [`and ${counted(more, "more value")}`] : []),
    ...(without === 0 ? [] : [
      isOfFakes
        ? "all FAKE videos have it, no REAL one"
        : `${counted(without, "video")} without it`,
    ]),
  ].join("; ");
}

interface Row extends LabelCounts {
  readonly name: string;
  /** Text behind the numbers. */
  readonly mark: string;
}

/** Formats counts of videos as a table with aligned numbers. */
function tableLines(
  title: string,
  { rows }: { readonly rows: readonly Row[] },
): readonly string[] {
  const hasUnlabelled = rows.some(({ unlabelled }) => unlabelled > 0);
  const columns: readonly (readonly [title: string, cell: (row: LabelCounts) => number])[] = [
    ["videos", ({ videos }) => videos],
    ["REAL", ({ real }) => real],
    ["FAKE", ({ fake }) => fake],
    ...(hasUnlabelled ? [["no label", ({ unlabelled }: LabelCounts) => unlabelled] as const] : []),
  ];
  const names = rows.map(({ name }) => shortened(escapeControls(name)));
  const titleName = shortened(escapeControls(title));
  const width = largest([titleName, ...names].map(({ length }) => length));
  const widths = columns.map(([head, cell]) =>
    largest([head.length, ...rows.map((row) => String(cell(row)).length)])
  );
  const line = (name: string, cells: readonly (string | number)[], mark: string) =>
    [name.padEnd(width), ...cells.map((cell, i) => String(cell).padStart(widths[i]!)), mark]
      .join("  ").trimEnd();
  return [
    line(titleName, columns.map(([head]) => head), ""),
    ...rows.map((row, i) => line(names[i]!, columns.map(([, cell]) => cell(row)), row.mark)),
  ];
}

/** Cuts a long name in the middle, since names differ at their ends as often as at their beginnings. */
function shortened(name: string): string {
  if (name.length <= LONGEST_VALUE) return name;
  const end = Math.floor((LONGEST_VALUE - 1) / 2);
  return `${name.slice(0, LONGEST_VALUE - 1 - end)}…${name.slice(name.length - end)}`;
}

/** Says what is missing, left out, empty or doubled. */
function faultLines({ missing, leftOut, setAside, copies }: DatasetFacts): readonly string[] {
  const { sets, videos, bothLabels, empty, notCompared } = copies;
  const first = (copies.examples[0] ?? []).slice(0, MOST_NAMES);
  return [
    `missing: ${missing.count === 0 ? "none" : namesText(missing)}`,
    ...(setAside.length === 0
      ? []
      : [`set aside by the layout: ${namesText({ count: setAside.length, names: setAside })}`]),
    ...leftOut.map(({ reason, ...list }) => `left out, ${REASONS[reason]}: ${namesText(list)}`),
    ...(empty.count === 0 ? [] : [`empty files: ${namesText(empty)}`]),
    sets === 0
      ? "possible copies: none"
      : `possible copies (equal size, equal first and last 64 kB): ${counted(videos, "video")} in ${
        counted(sets, "set")
      }, such as ${first.map((name) => JSON.stringify(name)).join(" and ")}`,
    ...(bothLabels === 0
      ? []
      : [`of these, ${counted(bothLabels, "set")} with both labels: one of the labels is wrong`]),
    ...(notCompared === 0
      ? []
      : [`not compared: ${counted(notCompared, "more video")} of equal size`]),
  ];
}

/** Says what looks like labels, where nothing has one. */
function hintLines({ hints: { found, flags } }: DatasetFacts): readonly string[] {
  if (found.length === 0) return [];
  return [
    `looks like labels: ${found.join("; ")}`,
    ...(flags.length === 0
      ? []
      : [`read them with ${flags.map((one) => `\`${one}\``).join(" or ")}`]),
  ];
}

function namesText({ count, names }: NameList): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name)).join(", ");
  const more = count - Math.min(names.length, MOST_NAMES);
  return `${count} (${shown}${more > 0 ? ` and ${more} more` : ""})`;
}
