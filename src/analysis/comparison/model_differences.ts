import type { JsonValue, ManifestModel, RunManifest } from "../../records/manifest.ts";
import type { FactDifference } from "../../records/run_comparison.ts";
import { differences, type Facts, flattened } from "./flat_facts.ts";

/**
 * Differences in what the cards say of the models that two runs share: how faces are given to the network, and what its
 * output means. A run that is older than these fields is compared by the digest of the card, as far as it has one.
 */
export function modelDifferences(
  { models: before }: Pick<RunManifest, "models">,
  { models: after }: Pick<RunManifest, "models">,
): readonly FactDifference[] {
  const names = [...new Set(before.map(({ name }) => name))];
  return names.flatMap((name) => {
    const was = before.find((model) => model.name === name)!;
    const is = after.find((model) => model.name === name);
    if (is === undefined) return []; // its file is the difference
    const [earlier, later] = cardFacts(was, is);
    return differences(earlier, later);
  });
}

/** The facts of one model in both runs that can be compared. */
function cardFacts(was: ManifestModel, is: ManifestModel): readonly [Facts, Facts] {
  const path = `models.${was.name}`;
  if (was.input !== undefined && is.input !== undefined) {
    return [flattened(sections(was), path), flattened(sections(is), path)];
  }
  const comparable = was.card !== undefined && is.card !== undefined;
  const digest = ({ card }: ManifestModel): Facts =>
    comparable ? new Map([[`${path}.card`, card!]]) : new Map();
  return [digest(was), digest(is)];
}

/** The sections of a card that scores depend on; those that say most come first. */
function sections({ output, input, preprocessing, family }: ManifestModel): JsonValue {
  return Object.fromEntries(
    Object.entries({ output, input, preprocessing, family }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]]
    ),
  );
}
