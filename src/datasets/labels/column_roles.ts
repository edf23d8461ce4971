/** What a column of a file of labels can be, apart from a tag. */
export type Role = "file" | "label" | "group" | "split";

/** How messages name what a column is taken for. */
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  file: "the file name",
  label: "the label",
  group: "the group",
  split: "the split",
};

/** Names of columns by what they are, the usual first: where there are several, the first is taken. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  file: [
    ...["filename", "file", "path", "video", "file_name", "filepath", "file_path", "video_name"],
    ...["video_path", "video_file", "video_filename", "videoname", "videopath", "clip"],
    ...["clip_name", "clip_path", "fname", "name", "video_id", "id"],
  ],
  label: [
    ...["label", "target", "is_fake", "class", "isfake", "fake", "deepfake", "is_deepfake"],
    ...["is_manipulated", "manipulated", "labels"],
    ...["ground_truth", "truth", "gt", "y", "y_true", "class_name", "is_real", "isreal"],
  ],
  group: [
    ...["group", "original", "source", "group_id", "original_video", "original_name"],
    ...["original_file", "original_filename", "original_path", "source_video", "source_id"],
    ...["source_file"],
  ],
  split: ["split", "set", "subset", "partition"],
};

/** Names under which 1 is REAL. */
const REVERSED = new Set(["is_real", "isreal"]);

/** Names of tags that Assay's own layouts give, which have one spelling. */
const KNOWN_TAGS = new Set(["method", "compression", "identity", "dataset", "recording"]);

/** The columns of a role, as the file spells them, the usual name first. */
export function candidatesFor(role: Role, columns: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const column of columns) {
    const name = normalColumn(column);
    if (!byName.has(name)) byName.set(name, column);
  }
  return NAMES[role].flatMap((name) => byName.get(name) ?? []);
}

/** Whether 1 in a label column of this name is REAL. */
export function isReversed(column: string): boolean {
  return REVERSED.has(normalColumn(column));
}

/** Name of the tag that a column without a role becomes. */
export function tagName(column: string): string {
  const name = column.trim();
  return KNOWN_TAGS.has(name.toLowerCase()) ? name.toLowerCase() : name;
}

/** Lists the names that a column of a role may have, as an error lists them. */
export function namesFor(role: Role): string {
  return NAMES[role].slice(0, 4).join(", ");
}

/** The usual name of a role's column. */
export function usualName(role: Role): string {
  return NAMES[role][0]!;
}

/** Says what was taken for a role where its name is not the `usual` one, or not the only one that would do. */
export function roleNotes(
  role: Role,
  { taken, candidates, usual, name }: {
    readonly taken: string;
    readonly candidates: readonly string[];
    readonly usual: string;
    readonly name: string;
  },
): readonly string[] {
  const others = candidates.filter((column) => column !== taken).map((column) => quoted(column));
  if (others.length === 0 && normalColumn(taken) === usual) return [];
  const rest = others.length === 0
    ? ""
    : `; ${others.join(" and ")} ${others.length === 1 ? "is a tag" : "are tags"}`;
  return [`${name}: ${quoted(taken)} was taken for ${ROLE_WORDS[role]}${rest}.`];
}

function quoted(column: string): string {
  return JSON.stringify(column.trim());
}

/** `File Path` and ` file-path` become `file_path`. */
function normalColumn(column: string): string {
  return column.trim().toLowerCase().replace(/[\s-]+/g, "_");
}
