import { counted } from "../../base/text/counted.ts";
import type { DataWarning } from "../../records/data_warning.ts";
import type { RunColumns, VariantColumns } from "../../runs/run_columns.ts";
import { fixed, mainOf, modelsOf, type ScoreFacts, withOthers } from "./score_facts.ts";

/** Scores that differ by no more are called equal: networks round differently from batch to batch. */
const EQUAL_SCORES = 1e-6;

/** One warning for each classifier, or set of them, that gives all videos the same score. */
export function constantScores(
  { manifest, columns, variants }: ScoreFacts,
): readonly DataWarning[] {
  const constant = variants.filter((_, v) => isConstant(columns.variants[v]!, columns));
  const groups = Map.groupBy(constant, modelsOf);
  return [...groups].map(([models, found]) => {
    const { name } = mainOf(found, manifest);
    const own = columns.variants.find((column) => column.name === name)!;
    const rows = scoredRows(own);
    const sentence = `${withOthers(name, found)} ${found.length === 1 ? "gives" : "give"} all ` +
      `${counted(rows.length, "scored video")} the same P(fake), ` +
      `${fixed(own.probabilities[rows[0]!]!)}: a constant classifier tells nothing apart. ${
        remedyFor(models)
      }.`;
    return { kind: "constant_scores", sentence, count: rows.length, examples: [] };
  });
}

/** @param models names with commas between them; empty: the scores were imported */
function remedyFor(models: string): string {
  if (models === "") return "Check what computed the scores, and which column was taken for them";
  const [only, ...others] = models.split(",");
  return others.length === 0
    ? "Check the input section of its card against how it was trained, and run " +
      `\`deno task models verify ${only}\``
    : "Check the input sections of their cards against how they were trained, and run " +
      "`deno task models verify`";
}

/** Tests whether different videos all have one score; those that could not be scored do not count. */
export function isConstant(variant: VariantColumns, { filenames, data }: RunColumns): boolean {
  const rows = scoredRows(variant);
  const contents = new Set(rows.map((row) => data.contentHashes[row] ?? filenames[row]));
  if (contents.size < 2) return false;
  const scores = rows.map((row) => variant.probabilities[row]!);
  const range = scores.reduce(
    ({ least, most }, score) => ({ least: Math.min(least, score), most: Math.max(most, score) }),
    { least: 1, most: 0 },
  );
  return range.most - range.least <= EQUAL_SCORES;
}

function scoredRows({ fellBack }: VariantColumns): readonly number[] {
  return Array.from(fellBack.keys()).filter((row) => fellBack[row] === 0);
}
