import type { EvalConfig } from "../config/load.ts";
import type { DataWarning } from "../records/data_warning.ts";
import type {
  JsonValue,
  ManifestDataset,
  ManifestVariant,
  ManifestVersions,
  RunManifest,
  Settings,
} from "../records/manifest.ts";
import type { ProviderChoice } from "../records/provider.ts";
import type { Dataset } from "../records/video.ts";
import type { Plan, PlannedModel, PlannedVariant } from "../pipeline/plan/plan.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { frameTurning } from "../stages/frames/frame_turn.ts";
import { parametersOf } from "../stages/part_use.ts";
import { projectRoot } from "../platform/files/project.ts";
import { systemClock } from "../platform/host/clock.ts";
import { readCheckedOutCommit } from "../platform/host/commit.ts";
import { type HostFacts, readHostFacts } from "../platform/host/host_facts.ts";
import { VERSION } from "../platform/host/version.ts";
import { ONNX_RUNTIME_VERSION, type ResolvedProvider } from "../platform/onnxruntime/provider.ts";
import { tagNames } from "../datasets/choose_by_tags.ts";
import { selectionProof } from "../runs/selection_proof.ts";
import { cpuNodes } from "./cpu_nodes.ts";
import type { Evaluation } from "./evaluation.ts";

/**
 * The manifest that a new run of an evaluation starts with, its id still empty.
 * @param options `cache`: whether the stage cache is used; `repeats`: how often the baseline is run again, `null`:
 * not asked for
 */
export async function freshManifest(
  evaluation: Evaluation,
  { command, workers, cache, repeats }: {
    readonly command: readonly string[];
    readonly workers: number;
    readonly cache: boolean;
    readonly repeats: number | null;
  },
): Promise<RunManifest> {
  const { config, plan, dataset, places, split, taken, provider, dataWarnings, warnings } =
    evaluation;
  const manifest = startingManifest({
    runId: "",
    command,
    config,
    plan,
    dataset,
    places,
    split,
    taken,
    provider: { ...provider, asked: config.provider },
    cpuNodes: await cpuNodes(plan),
    workers,
    cache,
    versions: await versionsOf(evaluation),
    host: readHostFacts(),
    startedAt: new Date(systemClock.time()),
    dataWarnings,
    warnings,
  });
  return repeats === null ? manifest : { ...manifest, repeats };
}

async function versionsOf({ ffmpeg }: Evaluation): Promise<ManifestVersions> {
  return {
    assayVersion: VERSION,
    assay: await readCheckedOutCommit(projectRoot()),
    deno: Deno.version.deno,
    onnxRuntime: ONNX_RUNTIME_VERSION,
    ffmpeg,
  };
}

/** Facts that a manifest is made from. */
export interface ManifestParts {
  readonly runId: string;
  readonly command: readonly string[];
  readonly config: EvalConfig;
  readonly plan: Plan;
  readonly dataset: Dataset;
  /** Absolute paths that were given instead of a dataset; `null`: a dataset was. */
  readonly places: readonly string[] | null;
  /** Name of the chosen split; `null`: all videos. */
  readonly split: string | null;
  /** What `--limit` took; `null`: all videos. */
  readonly taken: string | null;
  readonly provider: ResolvedProvider & { readonly asked: ProviderChoice };
  readonly cpuNodes: Readonly<Record<string, number>> | null;
  readonly workers: number;
  /** Whether the stage cache is used. */
  readonly cache: boolean;
  readonly versions: ManifestVersions;
  readonly host: HostFacts;
  readonly startedAt: Date;
  readonly dataWarnings: readonly DataWarning[];
  readonly warnings: readonly string[];
}

/** Makes the manifest of a run that starts. */
export function startingManifest(parts: ManifestParts): RunManifest {
  const { config, plan } = parts;
  return {
    schemaVersion: 2,
    runId: parts.runId,
    status: "running",
    command: parts.command,
    config: plain(config),
    compareWith: config.compareWith,
    clip: config.logLossClip,
    ...scoringFacts(plan),
    ...settingsByName(plan),
    classifiers: plan.classifiers.map(({ column, model, precision, batchSize }) => ({
      column,
      model,
      precision,
      batchSize,
    })),
    dataset: datasetFacts(parts),
    versions: parts.versions,
    host: parts.host,
    execution: executionFacts(parts),
    times: {
      startedAt: parts.startedAt.toISOString(),
      endedAt: null,
      setUpMs: 0,
      modelLoadingMs: 0,
      endToEndMs: null,
      resumes: 0,
    },
    cacheHits: { whole: 0, partly: 0 },
    dataWarnings: parts.dataWarnings,
    proof: {
      ...selectionProof(parts.dataset.videos),
      work: sha256Hex(JSON.stringify(plan.variants.map(({ keys }) => keys))),
      journal: null,
    },
    warnings: parts.warnings,
  };
}

/** The variants and models of a plan. */
export function scoringFacts(plan: Plan): Pick<RunManifest, "variants" | "models"> {
  return {
    variants: plan.variants.map((planned) => variantFacts(planned, plan)),
    models: plan.models.flatMap(modelFacts),
  };
}

function variantFacts(
  { variant, replacedByCard, detection, scorings }: PlannedVariant,
  { detections, preparations, classifiers }: Plan,
): ManifestVariant {
  const { name, decision, ...parameters } = variant;
  const replaced = Object.keys(replacedByCard).length === 0
    ? {}
    : { replacedByCard: plain(replacedByCard) as Settings };
  return {
    name,
    parameters: plain({ ...parameters, decision }) as Settings,
    ...replaced,
    decision,
    faceDetection: detections[detection]!.name,
    facePreparations: scorings.map(({ preparation }) => preparations[preparation]!.name),
    classifiers: scorings.map(({ classifier }) => classifiers[classifier]!.column),
  };
}

/** One entry for each file of a model. */
function modelFacts({ card, sha256, interface: digest }: PlannedModel): RunManifest["models"] {
  const { family, input, output, trainedOn } = card;
  return Object.entries(sha256).map(([precision, hash]) => ({
    name: card.name,
    precision: precision as "fp32" | "fp16",
    sha256: hash,
    limits: card.limits,
    card: digest,
    family,
    input: plain(input) as Settings,
    output: plain(output) as Settings,
    ...("preprocessing" in card && { preprocessing: plain(card.preprocessing) as Settings }),
    trainedOn: trainedOn.map(({ dataset, videos, note }) => ({
      dataset,
      videos: videos.length,
      note,
    })),
  }));
}

function executionFacts(
  { provider, cpuNodes, plan, workers, config, cache }: ManifestParts,
): RunManifest["execution"] {
  return {
    asked: provider.asked,
    used: provider.provider,
    device: provider.device,
    tf32: provider.tf32,
    cpuNodes,
    threadsPerSession: plan.threads,
    workers,
    timing: config.timing,
    cache,
  };
}

/** Lists the settings behind each name in faces.csv, including those of videos that are rotated by their metadata. */
function settingsByName(plan: Plan): Pick<RunManifest, "faceDetections" | "facePreparations"> {
  const faceDetections: Record<string, Settings> = {};
  for (const { name, parameters } of plan.detections) {
    faceDetections[name] = plain(parameters) as Settings;
  }
  for (const { turning, detection } of plan.variants) {
    const { name, parameters } = plan.detections[detection]!;
    const { mark, turn } = frameTurning;
    const marked = name + mark(turn(90, parametersOf(turning)), 90);
    if (marked === name) continue;
    faceDetections[marked] = plain({ ...parameters, ...turning.parameters }) as Settings;
  }
  const facePreparations: Record<string, Settings> = {};
  for (const { name, preparation, size, template } of plan.preparations) {
    const aligned = template === null ? {} : { template };
    facePreparations[name] = plain({ ...preparation.parameters, size, ...aligned }) as Settings;
  }
  return { faceDetections, facePreparations };
}

/** What a manifest says of the videos that were chosen. */
export function datasetFacts(
  { dataset, places, split, taken }: Pick<
    ManifestParts,
    "dataset" | "places" | "split" | "taken"
  >,
): ManifestDataset {
  const count = (label: "REAL" | "FAKE" | null) =>
    dataset.videos.filter((video) => video.label === label).length;
  return {
    name: dataset.name,
    folder: dataset.folder,
    ...(places !== null && { places }),
    layout: dataset.layout,
    split,
    videos: dataset.videos.length,
    ...(taken !== null && { limit: taken }),
    real: count("REAL"),
    fake: count("FAKE"),
    unlabelled: count(null),
    groups: new Set(dataset.videos.map(({ group }) => group)).size,
    groupFacts: dataset.groups,
    parts: (dataset.parts.length === 0 ? [dataset] : dataset.parts)
      .map(({ name, folder, place, layout }) => ({ name, folder, place, layout })),
    tags: tagNames(dataset.videos),
    notes: dataset.notes,
    missing: dataset.missing,
    digest: null,
  };
}

/** Converts a value to plain JSON: without methods, `undefined` fields and class instances. */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
