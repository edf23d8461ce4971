import { counted } from "../../base/text/counted.ts";
import type { ComparedVariant } from "../../records/run_comparison.ts";

/** A column of a table. */
export interface ComparisonColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** The higher, the sooner it is left out of a narrow terminal; 0 never is. */
  readonly spare: number;
  /** What its numbers are; `null`: the title says it. */
  readonly meaning: string | null;
}

export interface ComparisonRow {
  /** What the row belongs to, such as a variant; `null`: the table has no such division. */
  readonly group: string | null;
  readonly cells: readonly string[];
}

/** A part of what a comparison says, the same for a terminal and for Markdown. */
export interface ComparisonSection {
  readonly title: string;
  readonly columns: readonly ComparisonColumn[];
  readonly rows: readonly ComparisonRow[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** How much is shown. */
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

/** What the columns of a table mean, on one line; `null`: their titles say it. */
export function meaningsOf(columns: readonly ComparisonColumn[]): string | null {
  const meanings = columns.flatMap(({ title, meaning }) =>
    meaning === null ? [] : `${title}: ${meaning}`
  );
  return meanings.length === 0 ? null : `${meanings.join("; ")}.`;
}

/** What a variant's rows stand under. */
export function variantTitle({ name, nameBefore }: ComparedVariant): string {
  return name === nameBefore ? name : `${name}, before: ${nameBefore}`;
}

/** Where to find what is not shown, if anything. */
export function leftOut(count: number): string[] {
  return count <= 0 ? [] : [`${counted(count, "variant")} more: name one with --variant NAME.`];
}
