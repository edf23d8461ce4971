import type { DataWarning } from "../../records/data_warning.ts";
import { constantScores, isConstant } from "./constant_scores.ts";
import { isReversed, reversedScores } from "./reversed_scores.ts";
import { saturatedScores } from "./saturated_scores.ts";
import type { ScoreFacts } from "./score_facts.ts";

/** Warnings about scores that are more likely a mistake than a result. */
export function scoreWarnings(facts: ScoreFacts): readonly DataWarning[] {
  return [...reversedScores(facts), ...constantScores(facts), ...saturatedScores(facts)];
}

/** Names of the variants that rank as a whole wrongly or not at all. */
export function implausibleVariants({ columns, variants }: ScoreFacts): ReadonlySet<string> {
  const found = variants.filter((variant, v) =>
    isReversed(variant) || isConstant(columns.variants[v]!, columns)
  );
  return new Set(found.map(({ name }) => name));
}
