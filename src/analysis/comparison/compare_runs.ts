import type { ComparableRun, ComparableVariant } from "../../records/comparable_run.ts";
import { importedReason, isImported } from "../../records/imported_scores.ts";
import type { ComparedRun, RunComparison } from "../../records/run_comparison.ts";
import type { MetricFacts } from "../../records/summary.ts";
import { noCommonVariant, unknownVariant } from "../../records/unknown_variant.ts";
import { BOOTSTRAP_DEFAULTS } from "../../metrics/cluster_bootstrap.ts";
import { VIDEO_METRIC_NAMES } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { comparedVariants, type PairOptions } from "./compared_variants.ts";
import { comparisonWarnings } from "./comparison_warnings.ts";
import { configurationDifferences, environmentDifferences } from "./fact_differences.ts";
import type { VariantPair } from "./first_difference.ts";
import { independentPairs } from "../independence/independent_pairs.ts";
import { compareSlices, type SliceOptions } from "./compare_slices.ts";
import { wantedSlices } from "../slices/wanted_slices.ts";
import { pairTags } from "./pair_tags.ts";
import { type PairedVideos, pairVideos } from "./pair_videos.ts";
import { SWAP_DEFAULTS } from "./swap_test.ts";

/** Names of a variant of the earlier run and one of the later run. */
export interface NamePair {
  readonly before: string;
  readonly after: string;
}

export interface CompareRunsOptions extends PairOptions {
  /** Variants to compare; `null`: those with equal names, of imported scores else the main ones. Together they are the family of Holm's correction. */
  readonly pairs: readonly NamePair[] | null;
  /** Whether to compare the common videos of datasets that differ, instead of refusing. */
  readonly shared: boolean;
  /** Names of the tags to slice by; `null`: those of the later run's config, else those with 2 to 20 values. */
  readonly slices: readonly string[] | null;
  /** Maximum number of moved videos that are listed for each slice of a variant. */
  readonly mostMovedInSlices: number;
}

/** All variants with equal names over the same dataset, without a noise floor. */
export const COMPARE_RUNS_DEFAULTS: CompareRunsOptions = {
  ...BOOTSTRAP_DEFAULTS,
  ...SWAP_DEFAULTS,
  pairs: null,
  shared: false,
  slices: null,
  mostMovedInSlices: 0,
  noise: null,
  mostMoved: 20,
};

/**
 * Compares two runs: differences in metrics and their significance, changes of scores, and the stage at which
 * each video first differs. Videos are paired by name, variants by name or by `pairs`; both runs may be the same.
 * Log loss is clipped as in the later run.
 * @throws AssayError: exit 2 when `pairs` names a variant that does not exist; exit 3 when the datasets differ
 * and `shared` is not set, or when there is no common video or variant
 */
export function compareRuns(
  before: ComparableRun,
  after: ComparableRun,
  options: CompareRunsOptions,
): RunComparison {
  const pairs = variantPairs(before, after, options.pairs);
  const refused = importedReason(before.manifest, after.manifest, "stages");
  const pairing = pairVideos(before, after, options);
  const { onlyBefore, onlyAfter, changed, relabelled } = pairing;
  const { videos, ...level } = independentPairs(pairing.videos, { before, after });
  const manifests = [before.manifest, after.manifest] as const;
  const { groupFacts } = after.manifest.dataset;
  return {
    before: comparedRun(before),
    after: comparedRun(after),
    configuration: configurationDifferences(before.manifest, after.manifest, pairs),
    environment: environmentDifferences(before.manifest, after.manifest),
    // Costs belong to the config of one run.
    metrics: VIDEO_METRIC_NAMES.filter((name) => name !== "cost").map(metricFacts),
    videos: videoCounts(videos),
    independence: level.independence,
    ...(groupFacts && { groupFacts }),
    ...comparedBySlices(pairs, videos, {
      ...options,
      manifests,
      tags: pairTags(before, after, videos),
      statedGroups: pairing.videos.groups,
      wanted: options.slices ?? wantedSlices(after.manifest),
    }),
    ...(refused !== null && { stagesRefused: refused }),
    onlyBefore: {
      variants: alone(before, { other: after, paired: pairs.map((pair) => pair.before) }),
      videos: onlyBefore,
    },
    onlyAfter: {
      variants: alone(after, { other: before, paired: pairs.map((pair) => pair.after) }),
      videos: onlyAfter,
    },
    sharedVideos: videos.filenames.length + changed.length,
    changedVideos: changed,
    relabelledVideos: relabelled,
    warnings: comparisonWarnings([before, after], pairs, {
      ...{ pairing, ...level },
      noise: options.noise,
    }),
  };
}

/** The variants, each with its slices. */
function comparedBySlices(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  options: SliceOptions & Pick<CompareRunsOptions, "mostMovedInSlices">,
): Pick<RunComparison, "variants" | "slices"> {
  const mostMoved = options.mostMovedInSlices;
  const { slices, byPair } = compareSlices(pairs, videos, { ...options, mostMoved });
  const variants = comparedVariants(pairs, videos, options);
  return { variants: variants.map((one, p) => ({ ...one, slices: byPair[p]! })), slices };
}

/** @throws AssayError: exit 2 when a variant does not exist, exit 3 when none is in both */
function variantPairs(
  before: ComparableRun,
  after: ComparableRun,
  names: readonly NamePair[] | null,
): readonly VariantPair[] {
  if (names !== null) {
    return names.map((pair) => ({
      before: variantOf(before, pair.before),
      after: variantOf(after, pair.after),
    }));
  }
  const pairs = after.variants.flatMap((variant): VariantPair[] => {
    const same = before.variants.find(({ name }) => name === variant.name);
    return same ? [{ before: same, after: variant }] : [];
  });
  if (pairs.length > 0) return pairs;
  // Imported scores have a name of the user's, so that the runs' main variants are what is meant.
  if ([before, after].some(({ manifest }) => isImported(manifest))) {
    return [{ before: mainVariant(before), after: mainVariant(after) }];
  }
  throw noCommonVariant(before.name, after.name);
}

/** The variant that the run's others are compared with. */
function mainVariant(run: ComparableRun): ComparableVariant {
  return run.variants.find(({ name }) => name === run.manifest.compareWith) ?? run.variants[0]!;
}

function variantOf(run: ComparableRun, name: string): ComparableVariant {
  const variant = run.variants.find((one) => one.name === name);
  if (variant) return variant;
  const known = run.variants.map((one) => one.name);
  throw unknownVariant(name, { known, where: run.name, by: "--variant" });
}

/** Variants that only one of the runs has. */
function alone(
  run: ComparableRun,
  { other, paired }: { other: ComparableRun; paired: readonly ComparableVariant[] },
): readonly string[] {
  return run.variants.filter((variant) =>
    !paired.includes(variant) && other.variants.every(({ name }) => name !== variant.name)
  ).map(({ name }) => name);
}

function comparedRun({ name, manifest }: ComparableRun): ComparedRun {
  return { name, startedAt: manifest.times.startedAt, commit: manifest.versions.assay };
}

function metricFacts(name: (typeof VIDEO_METRIC_NAMES)[number]): MetricFacts {
  const { title, direction, unit, needs } = METRICS[name];
  return { name, title, direction, unit, needs };
}

function videoCounts(videos: PairedVideos): RunComparison["videos"] {
  const labelled = [...videos.labels.keys()].filter((k) => videos.labels[k]! >= 0);
  return {
    all: videos.filenames.length,
    labelled: labelled.length,
    groups: new Set(labelled.map((k) => videos.groups[k])).size,
  };
}
