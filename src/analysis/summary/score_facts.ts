import { counted } from "../../base/text/counted.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { VariantSummary } from "../../records/summary.ts";
import type { RunColumns } from "../../runs/run_columns.ts";

/** The facts about one variant that its scores are judged by. */
export type ScoredVariantFacts = Pick<VariantSummary, "name" | "parameters" | "metrics">;

/** Facts about the scores of a run. */
export interface ScoreFacts {
  readonly manifest: RunManifest;
  readonly columns: RunColumns;
  /** In config order. */
  readonly variants: readonly ScoredVariantFacts[];
}

/** Names of a variant's models, joined by commas; empty: not known. */
export function modelsOf({ parameters: { model } }: ScoredVariantFacts): string {
  return [model ?? []].flat().join(",");
}

/** The variant of `compareWith`, if it is among them, else the first. */
export function mainOf<Variant extends { readonly name: string }>(
  variants: readonly Variant[],
  { compareWith }: RunManifest,
): Variant {
  return variants.find(({ name }) => name === compareWith) ?? variants[0]!;
}

/** Quotes a name and counts the others. */
export function withOthers(name: string, { length }: readonly unknown[]): string {
  const first = JSON.stringify(name);
  return length === 1 ? first : `${first} and ${counted(length - 1, "other variant")}`;
}

/** Formats a number for a sentence. */
export function fixed(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}
