import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type CatalogueEntry,
  interfaceDigest,
  readCatalogue,
  verifiedHash,
} from "../stages/classifiers/catalogue.ts";
import { type EvalConfig, loadConfig } from "../config/load.ts";
import { forcedSettings } from "../config/overrides.ts";
import { counted } from "../base/text/counted.ts";
import type { DataWarning } from "../records/data_warning.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import { type Precision, PRECISIONS } from "../records/provider.ts";
import type { Dataset } from "../records/video.ts";
import { makePlan } from "../pipeline/plan/make_plan.ts";
import type { Plan, PlannedModel } from "../pipeline/plan/plan.ts";
import { sameWorkSentences } from "../pipeline/plan/same_work.ts";
import { stageVersions } from "../pipeline/keys/stage_versions.ts";
import { readToolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import { sha256File } from "../platform/files/hash.ts";
import { hashesFolder, projectRoot } from "../platform/files/project.ts";
import { readTextFile } from "../platform/files/regular_file.ts";
import {
  ONNX_RUNTIME_VERSION,
  type ResolvedProvider,
  resolveProvider,
} from "../platform/onnxruntime/provider.ts";
import { rememberedHash } from "../platform/files/remembered_hash.ts";
import { datasetWarnings } from "../datasets/dataset_warnings.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import { selectSplit } from "../datasets/select_split.ts";
import { FOLDERS } from "./folders.ts";
import type { RunOptions } from "./run_options.ts";
import { partFileHashes } from "./part_files.ts";
import { trainingWarnings } from "./training_warnings.ts";

/** Threads of a session where nobody says: results depend on it, so it does not depend on the machine. */
const THREADS = { cpu: 1, cuda: 2 } as const;

/** Everything about an evaluation that is settled before the first video is opened. */
export interface Evaluation {
  readonly config: EvalConfig;
  readonly dataset: Dataset;
  /** `null`: all videos. */
  readonly split: string | null;
  readonly provider: ResolvedProvider;
  readonly plan: Plan;
  /** Bytes of all model files that each worker loads. */
  readonly modelBytes: number;
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
  /** What is wrong with the dataset, or with trusting these models on it. */
  readonly dataWarnings: readonly DataWarning[];
  /** What a user must know, one sentence each; those about the data and about equal variants are among them. */
  readonly warnings: readonly string[];
}

export interface PrepareOptions {
  /** Versions that were asked for already: starting two programs takes longer than all the rest here. */
  readonly tools?: ReturnType<typeof readToolVersions>;
}

/**
 * Reads config, dataset and models and makes the plan. Opens no video and loads no model but to try CUDA.
 */
export async function prepareEvaluation(
  options: RunOptions,
  { tools: starting = readToolVersions() }: PrepareOptions = {},
): Promise<Evaluation> {
  starting.catch(() => {}); // errors in the config are reported first
  forcedSettings(options.overrides); // a wrong parameter of --set is reported before any file is read
  const broken = new Map<string, AssayError>();
  const catalogue = await readCatalogue(FOLDERS.models, (name, error) => broken.set(name, error));
  const whole = await readConfig(options, { catalogue, broken });
  const config = options.onlyCompareWith ? baselineAlone(whole) : whole;
  const { dataset, split, around } = await chosenVideos(config, options);
  const provider = await resolveProvider(config.provider, join(FOLDERS.mtcnn, "rnet.onnx"));
  const { models, modelBytes } = await plannedModels(config, { catalogue, broken });
  const cards = models.map(({ card }) => card);
  const dataWarnings = [...await datasetWarnings(around), ...trainingWarnings(cards, dataset)];
  const tools = await starting;
  const builds = {
    ffmpeg: tools.ffmpeg.build,
    ffprobe: tools.ffprobe.build,
    onnxRuntime: ONNX_RUNTIME_VERSION,
  };
  const plan = makePlan(config.variants, {
    provider: provider.provider,
    threads: options.threads ?? THREADS[provider.provider],
    versions: stageVersions(projectRoot(), builds),
    fileHash: await partFileHashes(config.variants, FOLDERS.models),
    models,
  });
  const ffmpeg = tools.ffmpeg.version;
  const chosen = { config, dataset, split, provider, plan, modelBytes, ffmpeg };
  const warnings = [...dataWarnings.map(({ sentence }) => sentence), ...sameWorkSentences(plan)];
  return { ...chosen, dataWarnings, warnings };
}

/** The text of the config that is asked for, and what errors call it. */
export async function readConfigText(
  { config: source }: Pick<RunOptions, "config">,
): Promise<{ readonly text: string; readonly source: string }> {
  const text = await readTextFile(resolve(source)).catch((cause) => {
    throw usageError("CONFIG_NOT_READ", {
      what: cause instanceof AssayError ? cause.what : `${source} cannot be read`,
      remedy: "Give the path of an evaluation with --config; eval.jsonc in the checkout is one",
      cause,
    });
  });
  return { text, source };
}

/** Models by their cards. A broken card is an error of those runs alone that ask for its model. */
interface Cards {
  readonly catalogue: readonly CatalogueEntry[];
  /** What is wrong with a card, by its model's name. */
  readonly broken: ReadonlyMap<string, AssayError>;
}

/** The config file, with the overrides of the flags. */
async function readConfig(
  options: RunOptions,
  { catalogue, broken }: Cards,
): Promise<EvalConfig> {
  const { text, source } = await readConfigText(options);
  const whole = catalogue.map(({ card }) => ({
    name: card.name,
    precisions: Object.keys(card.files) as Precision[],
  }));
  const others = [...broken.keys()].map((name) => ({ name, precisions: PRECISIONS }));
  return loadConfig(text, {
    source,
    catalogue: [...whole, ...others],
    overrides: options.overrides,
  });
}

/** The config with the variant of compareWith and no other. */
function baselineAlone(config: EvalConfig): EvalConfig {
  return { ...config, variants: config.variants.filter(({ name }) => name === config.compareWith) };
}

/** The dataset's videos that are asked for, and the whole dataset around them. */
async function chosenVideos(config: EvalConfig, { overrides, limit, strict }: RunOptions) {
  const whole = await openDataset(config.dataset, { datasetsFolder: FOLDERS.datasets });
  // The config's split is that of its own dataset; another one has its own default.
  const asked = overrides.dataset !== null && overrides.split === null ? null : config.split;
  const { dataset: chosen, split } = selectSplit(whole, asked);
  if (strict && chosen.missing.length > 0) {
    throw inputError("DATASET_INCOMPLETE", {
      what: `${counted(chosen.missing.length, "video")} that ${chosen.name} lists ` +
        `${chosen.missing.length === 1 ? "is" : "are"} not there, the first is ${
          chosen.missing[0]
        }`,
      remedy: "Put them in place, or leave --strict out to go on without them",
    });
  }
  const dataset = limit === null ? chosen : { ...chosen, videos: chosen.videos.slice(0, limit) };
  return { dataset, split, around: whole };
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
      sha256[precision] = await verifiedHash(entry, precision, rememberedSha256);
      const file = join(entry.folder, entry.card.files[precision]!.path);
      modelBytes += (await stat(file)).size;
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
