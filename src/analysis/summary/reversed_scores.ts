import type { DataWarning } from "../../records/data_warning.ts";
import type { ManifestModel, RunManifest } from "../../records/manifest.ts";
import {
  fixed,
  mainOf,
  modelsOf,
  type ScoredVariantFacts,
  type ScoreFacts,
  withOthers,
} from "./score_facts.ts";

/** Tests whether a variant ranks fakes below real videos, beyond chance. */
export function isReversed({ metrics: { auc } }: ScoredVariantFacts): boolean {
  return auc?.interval.high != null && auc.interval.high < 0.5;
}

/** One warning for each classifier, or set of them, whose AUC is below 0.5. */
export function reversedScores({ manifest, variants }: ScoreFacts): readonly DataWarning[] {
  const groups = Map.groupBy(variants.filter(isReversed), modelsOf);
  return [...groups].map(([models, found]) => {
    const { name, metrics } = mainOf(found, manifest);
    const auc = metrics.auc!;
    const { low, high } = auc.interval;
    const sentence = `The AUC of ${withOthers(name, found)} is ${fixed(auc.value)} (95 % CI ` +
      `${fixed(low)} to ${fixed(high)}), below 0.5: polarity, index or labels reversed? ` +
      `${cardAdvice(models, manifest)} If the labels are swapped, correct those.`;
    return { kind: "reversed_scores", sentence, count: auc.n, examples: [] };
  });
}

/** What the cards say of the output, and where to change it. */
function cardAdvice(models: string, { models: known }: RunManifest): string {
  const names = models.split(",");
  const cards = names.flatMap((name) => known.find((model) => model.name === name) ?? []);
  if (cards.length === 0) return "If the scores are P(real), turn them round.";
  return cards.map(outputAdvice).join(" ");
}

function outputAdvice({ name, output }: ManifestModel): string {
  const place = `models/${name}/card.json`;
  if (output === undefined) return `See output.polarity and output.index in ${place}.`;
  const { polarity, index, activation } = output;
  const other = polarity === "real" ? "fake" : "real";
  const column = activation === "softmax" && (index === 0 || index === 1)
    ? ` or output.index=${1 - index}`
    : "";
  return `${place} says output.polarity ${
    JSON.stringify(polarity)
  } and output.index ${index}; if ` +
    `that is wrong, correct it with \`deno task models card ${name} --set output.polarity=${other}\`` +
    `${column} and evaluate again.`;
}
