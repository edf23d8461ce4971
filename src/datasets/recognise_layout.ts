import { suggestName } from "../base/text/nearest_name.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { inputError, usageError } from "../records/errors.ts";
import { datasetLayouts, LABELLED_LAYOUTS, type LayoutName, LAYOUTS } from "./layouts/registry.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** The layout of a tree, and what shows it. */
export interface RecognisedLayout {
  readonly layout: LayoutName;
  /** A phrase such as "`metadata.json`". */
  readonly by: string;
  /** What was decided between layouts, one sentence each. */
  readonly notes: readonly string[];
}

/** A layout that recognises a tree. */
export type LayoutMatch = Pick<RecognisedLayout, "layout" | "by">;

/** Layouts that win over a table beside them; beside a `metadata.json` no table is looked for. */
const BEFORE_TABLE: readonly string[] = ["dfdc-preview", "dfdc-parts"];

/**
 * Finds the layout of a tree by what lies in it.
 * @returns `null`: there are no labels, and no videos either
 * @throws AssayError DATASET_AMBIGUOUS (exit 3) when several layouts fit
 */
export async function recogniseLayout(tree: DatasetTree): Promise<RecognisedLayout | null> {
  const found = await matchingLayouts(tree);
  const [first] = found;
  if (first === undefined) return await unlabelledLayout(tree);
  if (found.length === 1) return { ...first, notes: [] };
  const others = found.filter(({ layout }) => layout !== "table");
  const [winner] = others;
  if (winner === undefined || others.length > 1 || !BEFORE_TABLE.includes(winner.layout)) {
    throw ambiguous(tree, found);
  }
  const table = found.find(({ layout }) => layout === "table")!;
  const note = `Labels are read from ${winner.by}, not from ${table.by} beside it; ` +
    "`--layout table` reads that instead.";
  return { ...winner, notes: [note] };
}

/** Finds all layouts with labels that recognise a tree. */
export async function matchingLayouts(tree: DatasetTree): Promise<readonly LayoutMatch[]> {
  const found: LayoutMatch[] = [];
  for (const layout of LABELLED_LAYOUTS) {
    const by = await datasetLayouts[layout].recognise(tree);
    if (by !== null) found.push({ layout, by });
  }
  return found;
}

async function unlabelledLayout(tree: DatasetTree): Promise<RecognisedLayout | null> {
  for (const layout of LAYOUTS) {
    if (LABELLED_LAYOUTS.includes(layout)) continue;
    const by = await datasetLayouts[layout].recognise(tree);
    if (by !== null) return { layout, by, notes: [] };
  }
  return null;
}

/**
 * Checks the name of a layout.
 * @throws AssayError LAYOUT_UNKNOWN (exit 2)
 */
export function requireLayout(name: string): LayoutName {
  if (Object.hasOwn(datasetLayouts, name)) return name as LayoutName;
  throw usageError("LAYOUT_UNKNOWN", {
    what: `there is no layout "${name}"`,
    remedy: suggestName(name, LABELLED_LAYOUTS),
  });
}

function ambiguous({ place }: DatasetTree, found: readonly LayoutMatch[]) {
  const reasons = found.map(({ layout, by }) => `${layout} (${by})`);
  const flags = found.map(({ layout }) => `\`--layout ${layout}\``);
  return inputError("DATASET_AMBIGUOUS", {
    what: `${shellWord(place)} can be read as ${listed(reasons)}`,
    remedy: `Say which with ${listed(flags)}`,
  });
}

function listed(parts: readonly string[]): string {
  return `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}
