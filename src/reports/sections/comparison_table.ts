import { counted } from "../../base/text/counted.ts";
import type { ComparedVariant } from "../../records/run_comparison.ts";

/** A column of a table. */
export interface ComparisonColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** Columns with higher numbers are dropped first in a narrow terminal; 0: never. */
  readonly spare: number;
  /** Explanation of its numbers; `null`: the title is enough. */
  readonly meaning: string | null;
}

export interface ComparisonRow {
  /** Group of the row, such as a variant; `null`: the table has no groups. */
  readonly group: string | null;
  readonly cells: readonly string[];
}

/** A section of a comparison, the same for a terminal and for Markdown. */
export interface ComparisonSection {
  readonly title: string;
  readonly columns: readonly ComparisonColumn[];
  readonly rows: readonly ComparisonRow[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** Maximum number of variants and videos shown. */
export interface SectionLimits {
  readonly variants: number;
  readonly videos: number;
}

type ColumnOptions = Partial<Pick<ComparisonColumn, "spare" | "meaning">>;

export function left(
  title: string,
  { spare = 0, meaning = null }: ColumnOptions = {},
): ComparisonColumn {
  return { title, align: "left", spare, meaning };
}

export function right(
  title: string,
  { spare = 0, meaning = null }: ColumnOptions = {},
): ComparisonColumn {
  return { title, align: "right", spare, meaning };
}

/** Explanations of the columns, on one line; `null`: there are none. */
export function meaningsOf(columns: readonly ComparisonColumn[]): string | null {
  const meanings = columns.flatMap(({ title, meaning }) =>
    meaning === null ? [] : `${title}: ${meaning}`
  );
  return meanings.length === 0 ? null : `${meanings.join("; ")}.`;
}

/** The title above a variant's rows. */
export function variantTitle({ name, nameBefore }: ComparedVariant): string {
  return name === nameBefore ? name : `${name}, before: ${nameBefore}`;
}

/** A note on variants that are not listed, if any. */
export function leftOut(count: number): string[] {
  return count <= 0 ? [] : [`${counted(count, "variant")} more; show one with --variant NAME.`];
}
