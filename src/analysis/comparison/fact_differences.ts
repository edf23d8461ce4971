import { basename } from "node:path";
import { isImported } from "../../records/imported_scores.ts";
import type { JsonValue, RunManifest } from "../../records/manifest.ts";
import type { FactDifference } from "../../records/run_comparison.ts";
import { differences, type Facts, flattened, same } from "./flat_facts.ts";
import { modelDifferences } from "./model_differences.ts";
import type { VariantPair } from "./first_difference.ts";

/** Keys of the config that the manifest has in resolved form elsewhere. */
const RESOLVED_ELSEWHERE: readonly string[] = [
  "compareWith",
  "dataset",
  "datasets",
  "leftOut",
  "logLossClip",
  "provider",
  "split",
  "timing",
  "variants",
];

/** Differences in models' cards, dataset, config, models' files and the parameters of the variants compared. */
export function configurationDifferences(
  before: RunManifest,
  after: RunManifest,
  pairs: readonly VariantPair[],
): readonly FactDifference[] {
  const [was, is] = [configurationFacts(before), configurationFacts(after)];
  // Models and settings of imported scores are not known, so that they neither differ nor are equal.
  return isImported(before) === isImported(after)
    ? [
      ...modelDifferences(before, after),
      ...differences(was, is),
      ...parameterDifferences(pairs),
    ]
    : differences(comparableFacts(was), comparableFacts(is));
}

/** Differences in versions, machine, provider and threads. */
export function environmentDifferences(
  before: RunManifest,
  after: RunManifest,
): readonly FactDifference[] {
  if (isImported(before) || isImported(after)) return [];
  const all = differences(environmentFacts(before), environmentFacts(after));
  // Older runs have no instruction set, which is no difference.
  return all.filter(({ path, before, after }) =>
    path !== "host.instructionSet" || (before !== null && after !== null)
  );
}

/** The facts that imported scores have too. */
function comparableFacts(facts: Facts): Facts {
  return new Map([...facts].filter(([path]) => /^(?:dataset|scores)\b|^logLossClip$/.test(path)));
}

function configurationFacts(manifest: RunManifest): Facts {
  const { name, layout, split, videos, real, fake, unlabelled, groups, digest } = manifest.dataset;
  const { config, compareWith, clip, models } = manifest;
  const rest = Object.entries(config ?? {}).filter(([key]) => !RESOLVED_ELSEWHERE.includes(key));
  return flattened({
    dataset: { name, layout, split, videos, real, fake, unlabelled, groups, digest },
    scores: scoresFact(manifest),
    compareWith,
    logLossClip: clip,
    models: Object.fromEntries(
      models.map((model) => [`${model.name}@${model.precision}`, model.sha256]),
    ),
    config: Object.fromEntries(rest) as JsonValue,
  });
}

/** Where the scores come from. */
function scoresFact({ imported }: RunManifest): JsonValue {
  if (imported === undefined) return "computed by Assay";
  const { file, sha256, columns, polarity, activation, pooling } = imported;
  return { file: basename(file), sha256, columns: { ...columns }, polarity, activation, pooling };
}

function environmentFacts({ versions, host, execution }: RunManifest): Facts {
  const { os, architecture, cpu, instructionSet = null, cores, memory } = host;
  return flattened({
    versions: { ...versions },
    host: { os, architecture, cpu, instructionSet, cores, memory },
    execution: { ...execution },
  });
}

/** Differences in parameters of variants; one that all variants share is listed once. */
function parameterDifferences(pairs: readonly VariantPair[]): readonly FactDifference[] {
  const byVariant = pairs.map(({ before, after }) =>
    differences(flattened(before.parameters), flattened(after.parameters))
  );
  const [first = []] = byVariant;
  const common = pairs.length < 2
    ? []
    : first.filter((one) => byVariant.every((all) => all.some((other) => sameFact(one, other))));
  return [
    ...common.map((fact) => ({ ...fact, path: `variants.*.${fact.path}` })),
    ...byVariant.flatMap((all, v) =>
      all.filter((one) => !common.some((fact) => sameFact(one, fact)))
        .map((fact) => ({ ...fact, path: `variants.${pairs[v]!.after.name}.${fact.path}` }))
    ),
  ];
}

function sameFact(a: FactDifference, b: FactDifference): boolean {
  return a.path === b.path && same(a.before, b.before) && same(a.after, b.after);
}
