import type { DatasetQuery } from "../records/dataset_query.ts";
import { type AssayError, usageError } from "../records/errors.ts";
import type { Limits } from "../records/limits.ts";
import type { ProviderChoice } from "../records/provider.ts";
import { unknownVariant } from "../records/unknown_variant.ts";
import { type CatalogueEntry, checkModels } from "./check_models.ts";
import { parseBy } from "./config_error.ts";
import { resolveDatasets } from "./datasets.ts";
import { expandVariants, variantsOf } from "./expand.ts";
import { type Gates, resolveGates } from "./gates.ts";
import { parseJsonc } from "./jsonc.ts";
import { resolveLimits } from "./limits.ts";
import { type DecisionPlan, resolveDecisions } from "./operating_point.ts";
import { type ConfigOverrides, forcedSettings } from "./overrides.ts";
import { type EvalFile, evalSchema } from "./schema.ts";
import { leaveOutUnrunnable, type LeftOutVariant } from "./leave_out.ts";
import type { Variant } from "./variant.ts";
import { DEFAULT_CLIP } from "../metrics/contract.ts";

/** A complete evaluation: defaults filled in, variants expanded. */
export interface EvalConfig extends DecisionPlan {
  /** At least one; several are evaluated together. */
  readonly datasets: readonly DatasetQuery[];
  /** `null`: not given; the dataset's default split, else all videos. */
  readonly split: string | null;
  readonly provider: ProviderChoice;
  /** Name of one of `variants`. */
  readonly compareWith: string;
  readonly timing: "attributed" | "isolated";
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly logLossClip: number;
  /** At least one, names unique, in config order. */
  readonly variants: readonly Variant[];
  /** Variants of the config that its models cannot run. */
  readonly leftOut: readonly LeftOutVariant[];
  /** Tags that metrics are given by; `null`: those with 2 to 20 values. */
  readonly slices: readonly string[] | null;
  /** The level that is resampled: `group`, `video` or a tag; `null`: not given. */
  readonly independent: string | null;
  readonly gates: Gates;
  readonly limits: Limits;
}

/** What an evaluation file says of scores that are imported. */
export type ImportedConfig = Pick<EvalConfig, "costs" | "operatingPoint" | "independent">;

export interface LoadOptions {
  /** Name of the config in errors, such as `eval.jsonc`. */
  readonly source: string;
  /** Available models. */
  readonly catalogue: readonly CatalogueEntry[];
  readonly overrides: ConfigOverrides;
  /** Whether only the variant of `compareWith` is run. */
  readonly onlyCompareWith: boolean;
}

/**
 * Parses the text of an `eval.jsonc`. Flags override `--set`, which overrides the file.
 * @throws AssayError: exit 2 for an error in the config or flags, exit 3 for an unknown model
 */
export function loadConfig(text: string, options: LoadOptions): EvalConfig {
  const { source, overrides } = options;
  const file = parseBy(evalSchema, parseJsonc(text, source), { source, text });
  const compareWith = compareWithOf(file, source);
  const expansion = { forced: forcedSettings(overrides), compareWith, source };
  const asked = chosen(expandVariants(file, expansion), overrides.variants, source);
  const datasets = resolveDatasets(file, overrides);
  if (datasets.length === 0) throw noDataset(source);
  const wanted = options.onlyCompareWith ? [withName(compareWith, asked)] : asked;
  const { variants, leftOut } = overrides.variants.length > 0
    ? { variants: wanted, leftOut: [] }
    : leaveOutUnrunnable(wanted, options.catalogue);
  checkModels(variants, options);
  const baseline = withName(compareWith, variants).name;
  return {
    datasets,
    split: overrides.split ?? file.split ?? null,
    provider: overrides.provider ?? file.provider ?? "auto",
    compareWith: baseline,
    timing: file.timing ?? "attributed",
    logLossClip: file.logLossClip ?? DEFAULT_CLIP,
    variants,
    leftOut: leftOut.map((one) =>
      one.name === compareWith ? { ...one, replacedBy: baseline } : one
    ),
    slices: file.slices ?? null,
    independent: file.independent ?? null,
    ...resolveDecisions(file, source),
    gates: resolveGates(file.gates ?? {}),
    limits: resolveLimits(file.limits ?? {}),
  };
}

/**
 * Parses only the gates of an `eval.jsonc`, for a run that is finished: its models need not be installed.
 * @throws AssayError (exit 2) for an error in the config
 */
export function loadGates(text: string, { source }: { readonly source: string }): Gates {
  return resolveGates(parseBy(evalSchema, parseJsonc(text, source), { source, text }).gates ?? {});
}

/**
 * Parses only what an `eval.jsonc` says of decisions, for scores that Assay did not compute.
 * @throws AssayError (exit 2) for an error in the config
 */
export function loadDecisions(
  text: string,
  { source }: { readonly source: string },
): ImportedConfig {
  const file = parseBy(evalSchema, parseJsonc(text, source), { source, text });
  return { ...resolveDecisions(file, source), independent: file.independent ?? null };
}

/** Finds the variant to compare with: as in the file, else "reference" if it exists, else the first. */
function compareWithOf(file: EvalFile, source: string): string {
  const names = Object.keys(variantsOf(file));
  const wanted = file.compareWith ?? (names.includes("reference") ? "reference" : names[0]!);
  if (names.includes(wanted)) return wanted;
  throw unknownVariant(wanted, { known: names, where: source, by: "compareWith" });
}

/** Finds the variant of a name, else the first. */
function withName(wanted: string, variants: readonly Variant[]): Variant {
  return variants.find(({ name }) => name === wanted) ?? variants[0]!;
}

/** Keeps only the variants in `wanted`, in config order; all when it is empty. */
function chosen(
  variants: readonly Variant[],
  wanted: readonly string[],
  source: string,
): readonly Variant[] {
  if (wanted.length === 0) return variants;
  const known = variants.map(({ name }) => name);
  const stray = wanted.find((name) => !known.includes(name));
  if (stray !== undefined) throw unknownVariant(stray, { known, where: source, by: "--variant" });
  return variants.filter(({ name }) => wanted.includes(name));
}

function noDataset(source: string): AssayError {
  return usageError("CONFIG_MISSING_KEY", {
    what: `${source}: dataset is missing`,
    remedy: 'Add "dataset", such as "dataset": "demo", or give --dataset',
  });
}
