import { join } from "node:path";
import {
  type CatalogueEntry,
  interfaceDigest,
  readCatalogue,
} from "../stages/classifiers/catalogue.ts";
import { checkModel, modelFileBytes } from "../models/check_model.ts";
import { valuesByCards } from "../stages/classifiers/card_preprocessing.ts";
import { fileMeaning, makingCommand } from "../stages/classifiers/making_command.ts";
import { checkModels } from "../config/check_models.ts";
import { leftOutSentences } from "../config/leave_out.ts";
import { type EvalConfig, loadConfig } from "../config/load.ts";
import { forcedSettings } from "../config/overrides.ts";
import type { DataWarning } from "../records/data_warning.ts";
import type { AssayError } from "../records/errors.ts";
import { type Precision, PRECISIONS } from "../records/provider.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { Dataset } from "../records/video.ts";
import { makePlan } from "../pipeline/plan/make_plan.ts";
import type { Plan, PlannedModel } from "../pipeline/plan/plan.ts";
import { preprocessingSentences } from "../pipeline/plan/preprocessing_sentences.ts";
import { sameWorkSentences } from "../pipeline/plan/same_work.ts";
import { stageVersions } from "../pipeline/keys/stage_versions.ts";
import { readToolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import { sha256File } from "../platform/files/hash.ts";
import { hashesFolder, projectRoot } from "../platform/files/project.ts";
import {
  ONNX_RUNTIME_VERSION,
  type ResolvedProvider,
  resolveProvider,
} from "../platform/onnxruntime/provider.ts";
import { rememberedHash } from "../platform/files/remembered_hash.ts";
import { requireLevel } from "../datasets/independence/dataset_level.ts";
import { datasetWarnings } from "../datasets/dataset_warnings.ts";
import { chosenParts } from "../datasets/combine_datasets.ts";
import { labelSentences } from "../datasets/label_sentences.ts";
import { chosenVideos, placesOf, startedVideos, unlabelledVideos } from "./chosen_videos.ts";
import { readStartedRun, recordedConfig, requireSameConfig } from "./started_run.ts";
import { demoWarning } from "./demo_warning.ts";
import { readConfigText } from "./config_text.ts";
import { FOLDERS } from "./folders.ts";
import type { RunOptions } from "./run_options.ts";
import { partFileHashes } from "./part_files.ts";
import { partWarnings } from "./part_warnings.ts";
import { strayTagSentences } from "./stray_tags.ts";
import { trainingWarnings } from "./training_warnings.ts";

/** Default threads per session. Results depend on it, so it must not depend on the machine. */
const THREADS = { cpu: 1, cuda: 2 } as const;

/** A prepared evaluation: everything that is known before the first video is opened. */
export interface Evaluation {
  readonly config: EvalConfig;
  readonly dataset: Dataset;
  /** Absolute paths that were given instead of a dataset; `null`: a dataset was. */
  readonly places: readonly string[] | null;
  /** `null`: all videos. */
  readonly split: string | null;
  /** What `--limit` took of the dataset, one sentence without a full stop; `null`: all videos. */
  readonly taken: string | null;
  readonly provider: ResolvedProvider;
  readonly plan: Plan;
  /** Size of all model files that each worker loads, bytes. */
  readonly modelBytes: number;
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
  /** What was decided about the dataset for the user, one sentence each. */
  readonly notes: readonly string[];
  /** What the labels of the videos do not allow, one sentence each. */
  readonly labelNotes: readonly string[];
  /** Problems of the dataset, and reasons not to trust these models on it. */
  readonly dataWarnings: readonly DataWarning[];
  /** Which variants are left out, and why; empty: none. */
  readonly leftOut: readonly string[];
  /** All warnings for the user, one sentence each: about the data, models, variants left out and equal work. */
  readonly warnings: readonly string[];
}

export interface PrepareOptions {
  /** Tool versions, if they are being read already: starting the two programs takes longest. */
  readonly tools?: ReturnType<typeof readToolVersions>;
}

/**
 * Reads config, dataset and models and makes the plan. Opens no video, and loads a network only to test CUDA.
 */
export async function prepareEvaluation(
  options: RunOptions,
  { tools: starting = readToolVersions() }: PrepareOptions = {},
): Promise<Evaluation> {
  starting.catch(() => {}); // errors in the config are reported first
  forcedSettings(options.overrides); // a wrong parameter of --set is reported before any file is read
  const broken = new Map<string, AssayError>();
  const catalogue = await readCatalogue(FOLDERS.models, (name, error) => broken.set(name, error));
  const cards = { catalogue, broken };
  const started = options.source && readStartedRun(options.source.folder);
  const whole = started
    ? await startedConfig(started, { options, cards })
    : await readConfig(options, cards);
  const config = options.onlyCompareWith ? baselineAlone(whole, options) : whole;
  const { dataset, split, around, taken } = options.unlabelled
    ? await unlabelledVideos(options.unlabelled, { started, options })
    : started
    ? await startedVideos(started, options)
    : await chosenVideos(config, options);
  if (options.labels !== "ignored") requireLevel(dataset, config);
  const asked = started?.execution.used ?? config.provider;
  const provider = await resolveProvider(asked, join(FOLDERS.mtcnn, "rnet.onnx"));
  const { models, modelBytes } = await plannedModels(config, cards);
  const used = models.map(({ card }) => card);
  const demo = await demoWarning(models, dataset, FOLDERS);
  const dataWarnings = [
    ...(demo === null ? [] : [demo]),
    ...datasetWarnings(around),
    ...partWarnings(chosenParts(dataset), (part) => trainingWarnings(used, part)),
  ];
  const tools = await starting;
  const builds = {
    ffmpeg: tools.ffmpeg.build,
    ffprobe: tools.ffprobe.build,
    onnxRuntime: ONNX_RUNTIME_VERSION,
  };
  const plan = makePlan(config.variants, {
    provider: provider.provider,
    threads: options.repeat?.threads ?? started?.execution.threadsPerSession ?? options.threads ??
      THREADS[provider.provider],
    versions: stageVersions(projectRoot(), builds),
    fileHash: await partFileHashes(detectorsOf(config, models), FOLDERS.models),
    models,
  });
  const ffmpeg = tools.ffmpeg.version;
  const places = options.unlabelled && placesOf(options.unlabelled, started);
  const chosen = { config, dataset, places, split, taken, provider, plan, modelBytes, ffmpeg };
  const leftOut = leftOutSentences(config.leftOut, knownModels(cards));
  const warnings = [
    ...dataWarnings.map(({ sentence }) => sentence),
    ...leftOut,
    ...preprocessingSentences(plan),
    ...sameWorkSentences(plan),
  ];
  const labelNotes = options.labels === "ignored"
    ? []
    : [...labelSentences(dataset), ...strayTagSentences(config, dataset)];
  return { ...chosen, notes: dataset.notes, labelNotes, dataWarnings, leftOut, warnings };
}

/** Lists the face detectors that variants use, of which a model's card may state one. */
function detectorsOf({ variants }: EvalConfig, models: readonly PlannedModel[]) {
  return variants.map((variant) => {
    const cards = models.filter(({ card }) => variant.model.includes(card.name));
    const { shared } = valuesByCards({ ...variant }, cards.map(({ card }) => card));
    return String(shared.faceDetector);
  });
}

/** Models by their cards. A broken card is an error only for runs that use its model. */
interface Cards {
  readonly catalogue: readonly CatalogueEntry[];
  /** Errors of broken cards, by model name. */
  readonly broken: ReadonlyMap<string, AssayError>;
}

/** Reads the evaluation file and applies the flags' overrides. */
async function readConfig(
  options: RunOptions,
  { catalogue, broken }: Cards,
): Promise<EvalConfig> {
  const { text, source } = await readConfigText(options);
  const known = knownModels({ catalogue, broken });
  const { overrides, onlyCompareWith } = options;
  return loadConfig(text, { source, catalogue: known, overrides, onlyCompareWith });
}

/** The models that a config may name, including broken ones, which are reported only if they are used. */
function knownModels({ catalogue, broken }: Cards) {
  const whole = catalogue.map(({ card, present }) => {
    const precisions = Object.keys(card.files) as Precision[];
    const runnable = present.length === 0 ? precisions : present;
    const command = makingCommand(card, present);
    const remedy = `To make the missing file, run \`${command}\`${fileMeaning(command, card)}`;
    const { name, preprocessing } = card;
    return { name, precisions, preprocessing, runnable, remedy };
  });
  const faulty = { precisions: PRECISIONS, runnable: PRECISIONS, remedy: "" };
  return [...whole, ...[...broken.keys()].map((name) => ({ name, ...faulty }))];
}

/**
 * Reads the config that a run was started with.
 * @throws AssayError RESUME_DIFFERS (exit 2) when `--config` is given again and differs
 */
async function startedConfig(
  started: RunManifest,
  { options, cards }: { readonly options: RunOptions; readonly cards: Cards },
): Promise<EvalConfig> {
  const config = recordedConfig(started);
  checkModels(config.variants, { source: "the manifest", catalogue: knownModels(cards) });
  const given = options.source?.config ?? null;
  if (given !== null) {
    const now = await readConfig({ ...options, config: given }, cards);
    requireSameConfig(config, options.onlyCompareWith ? baselineAlone(now, options) : now);
  }
  return config;
}

/** Reduces a config to the variant of compareWith, with the batch size of a repeat. */
function baselineAlone(config: EvalConfig, { repeat }: Pick<RunOptions, "repeat">): EvalConfig {
  const variants = config.variants
    .filter(({ name }) => name === config.compareWith)
    .map((variant) => repeat === null ? variant : { ...variant, batchSize: repeat.batchSize });
  return { ...config, variants };
}

/** Hashes the files of every model and precision that a variant names. */
async function plannedModels(config: EvalConfig, { catalogue, broken }: Cards) {
  const wanted = new Map<string, Set<Precision>>();
  for (const { model, precision } of config.variants) {
    for (const name of model) wanted.set(name, (wanted.get(name) ?? new Set()).add(precision));
  }
  let modelBytes = 0;
  const models: PlannedModel[] = [];
  for (const [name, precisions] of wanted) {
    const fault = broken.get(name);
    if (fault) throw fault;
    const entry = catalogue.find(({ card }) => card.name === name)!;
    const sha256: Partial<Record<Precision, string>> = {};
    for (const precision of precisions) {
      sha256[precision] = await checkModel(entry, precision, { hashOf: rememberedSha256 });
      modelBytes += await modelFileBytes(entry, precision);
    }
    const { card, folder } = entry;
    models.push({ card, folder, sha256, interface: interfaceDigest(card) });
  }
  return { models, modelBytes };
}

function rememberedSha256(path: string): Promise<string> {
  const folder = hashesFolder();
  return rememberedHash(path, { folder, kind: "sha256", compute: sha256File });
}
