import { independentColumns } from "../analysis/independence/independent_columns.ts";
import { askedDecisions } from "../analysis/operating_point/asked_decisions.ts";
import { fitPoint } from "../analysis/operating_point/fit_point.ts";
import { differences, type Facts, flattened } from "../analysis/comparison/flat_facts.ts";
import { inputError, usageError } from "../records/errors.ts";
import { isImported } from "../records/imported_scores.ts";
import type { JsonValue, ManifestVariant, RunManifest } from "../records/manifest.ts";
import type { FittedPoint, OperatingPointPlan } from "../records/operating_point.ts";
import { unknownVariant } from "../records/unknown_variant.ts";
import { readFinishedRun } from "../runs/finished_run.ts";
import { readColumns, type RunColumns } from "../runs/run_columns.ts";
import { locateRun } from "./find_run.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { FOLDERS } from "./folders.ts";
import { scoringFacts } from "./run_manifest.ts";

/** A finished run whose config asks for operating points. */
export interface RunWithPoints {
  /** As a user named it. */
  readonly name: string;
  readonly manifest: RunManifest;
  readonly plan: OperatingPointPlan;
  readonly columns: RunColumns;
}

/** The operating point of the variant that scores videos now. */
export interface RunPoint {
  readonly run: string;
  readonly variant: string;
  readonly plan: OperatingPointPlan;
  readonly fitted: FittedPoint;
  /** Probabilities are clipped to [clip, 1 − clip] before their logits are taken. */
  readonly clip: number;
}

/** What decides a variant's scores, as manifests have it. */
export type ScoringFacts = Pick<RunManifest, "variants" | "models">;

/**
 * Reads a run for its operating points.
 * @throws AssayError (exit 3) when it is no finished run, or its config asks for none
 */
export function readRunWithPoints(name: string): RunWithPoints {
  const place = locateRun(name, FOLDERS);
  if (place.kind === "baseline") {
    throw noPoint(
      `${name} is a baseline, which has no operating points`,
      "Give the folder of a run",
    );
  }
  const { manifest, journal } = readFinishedRun(place.folder);
  try {
    const plan = askedDecisions(manifest).operatingPoint;
    if (plan === null) {
      throw noPoint(
        `the run ${name} has no operating point, since its config asks for none`,
        'Evaluate labelled videos with "operatingPoint": { "fit": "val", "apply": "test" } in the config',
      );
    }
    const columns = independentColumns(manifest, readColumns(manifest, journal));
    return { name, manifest, plan, columns };
  } finally {
    journal.close();
  }
}

/**
 * The run's operating point for the only variant that scores now.
 * @throws AssayError: VARIANT_UNKNOWN or OPERATING_POINT_DIFFERS (exit 2) when the run's scores are of another variant,
 * model or preprocessing; OPERATING_POINT_MISSING (exit 3) when none could be fitted
 */
export function pointFor(run: RunWithPoints, now: ScoringFacts): RunPoint {
  const { name, manifest, plan, columns } = run;
  const variant = now.variants[0]!.name;
  requireComputed(run);
  const place = manifest.variants.findIndex((one) => one.name === variant);
  if (place < 0) {
    const known = manifest.variants.map((one) => one.name);
    throw unknownVariant(variant, { known, where: name, by: "--variant" });
  }
  requireSameScoring(run, { before: manifest.variants[place]!, now });
  const { costs } = askedDecisions(manifest);
  const { clip } = manifest;
  const { fitted, reason } = fitPoint({ plan, costs, clip, columns }, place);
  if (fitted === null) {
    throw noPoint(
      `the run ${name} has no operating point of "${variant}": ${reason}`,
      "Evaluate a dataset whose splits are large enough, with both in the run",
    );
  }
  return { run: name, variant, plan, fitted, clip };
}

/** The same for a plan that is about to be run. */
export function pointForPlan(run: RunWithPoints, plan: Plan): RunPoint {
  return pointFor(run, scoringFacts(plan));
}

function requireComputed({ name, manifest }: RunWithPoints): void {
  if (!isImported(manifest)) return;
  throw usageError("OPERATING_POINT_DIFFERS", {
    what:
      `the scores of the run ${name} were imported, so which model and settings made them is not known`,
    remedy: "Give a run that Assay computed with the variant that scores these videos",
  });
}

function requireSameScoring(
  { name, manifest }: RunWithPoints,
  { before, now }: { readonly before: ManifestVariant; readonly now: ScoringFacts },
): void {
  const after = now.variants[0]!;
  const found = differences(factsOf(before, manifest), factsOf(after, now));
  if (found.length === 0) return;
  const facts = found.map(({ path, before: then, after: is }) =>
    `${path} is ${JSON.stringify(is)} and was ${JSON.stringify(then)}`
  );
  throw usageError("OPERATING_POINT_DIFFERS", {
    what: `"${after.name}" does not score as it did in the run ${name}: ${facts.join("; ")}`,
    remedy: "Score with the same settings and models, or evaluate again with these",
  });
}

/** Parameters and models that P(fake) depends on; batch sizes change its last digits alone. */
function factsOf(
  { parameters }: ManifestVariant,
  { models }: Pick<RunManifest, "models">,
): Facts {
  const { decision: _decision, batchSize: _batchSize, ...scoring } = parameters;
  const names = [parameters.model].flat();
  const used = models.filter((model) =>
    names.includes(model.name) && model.precision === parameters.precision
  );
  return flattened({
    ...scoring,
    models: Object.fromEntries(
      used.map(({ name, sha256, card = null }): [string, JsonValue] => [name, { sha256, card }]),
    ),
  });
}

function noPoint(what: string, remedy: string) {
  return inputError("OPERATING_POINT_MISSING", { what, remedy });
}
