import type { DataWarning } from "./data_warning.ts";
import type { DecoderNote } from "./decoder_note.ts";
import type { ImportedScores } from "./imported_scores.ts";
import type { Precision, Provider, ProviderChoice } from "./provider.ts";
import type { GroupFacts, VideoId } from "./video.ts";

/** A JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Settings by their names in the config. */
export type Settings = Readonly<Record<string, JsonValue>>;

/**
 * `running`: in progress, or killed; `complete`: every video has a record, scored or not; `interrupted`: stopped by
 * the user; `failed`: stopped by an error. All but `complete` can be resumed.
 */
export type RunStatus = "running" | "complete" | "interrupted" | "failed";

/** A variant with all parameters. */
export interface ManifestVariant {
  readonly name: string;
  /** Every parameter of the pipeline, `auto` resolved. */
  readonly parameters: Settings;
  /** Values of the config in whose place `parameters` has those of its models' cards; left out: none. */
  readonly replacedByCard?: Settings;
  /** Videos are called fake at or above it, in (0, 1). */
  readonly decision: number;
  /** A key of the manifest's `faceDetections`. */
  readonly faceDetection: string;
  /** Keys of the manifest's `facePreparations`, one for each classifier. */
  readonly facePreparations: readonly string[];
  /** Columns of faces.csv whose scores this variant pools. */
  readonly classifiers: readonly string[];
}

/** A classifier with its precision and batch size: a column of faces.csv. */
export interface ManifestClassifier {
  /** `classifier@precision@bN`. */
  readonly column: string;
  readonly model: string;
  /** `null`, here and below: not known, as of imported scores. */
  readonly precision: Precision | null;
  /** Faces per call. */
  readonly batchSize: number | null;
}

/** A model file that was run. */
export interface ManifestModel {
  readonly name: string;
  readonly precision: Precision;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Limits of the model, from its card. */
  readonly limits: string;
  /** Digest of family, input and output in its card, 16 hex digits; left out: the run is older than this field. */
  readonly card?: string;
  /** Classifier family, from its card; this and the fields below are left out by runs older than them. */
  readonly family?: string;
  /** Preprocessing of faces for the network, from its card. */
  readonly input?: Settings;
  /** Meaning of the network's output, from its card. */
  readonly output?: Settings;
  /** Preprocessing that the classifier was trained with; left out also if its card does not say. */
  readonly preprocessing?: Settings;
  /** Training data, from its card. */
  readonly trainedOn?: readonly ManifestTraining[];
}

/** Training data of a model. */
export interface ManifestTraining {
  readonly dataset: string;
  /** Number of videos listed in the card; 0: not listed. */
  readonly videos: number;
  readonly note: string;
}

/** One of the datasets that were evaluated together, or the only one. */
export interface ManifestPart {
  readonly name: string;
  /** Absolute path of the folder or archive that names of videos begin in. */
  readonly folder: string;
  /** Absolute path of what was opened: the folder, the archive, or the file of labels. */
  readonly place: string;
  readonly layout: string;
}

/** The dataset that was evaluated; several that were evaluated together count as one. */
export interface ManifestDataset {
  readonly name: string;
  /** Absolute path; of several datasets, the folder that holds them all. */
  readonly folder: string;
  /** Absolute paths of videos, folders and archives that were given instead of a dataset; left out: a dataset was. */
  readonly places?: readonly string[];
  readonly layout: string;
  /** `null`: all videos. */
  readonly split: string | null;
  /** Number of videos of the split that are on disk, with the limit applied, if any. */
  readonly videos: number;
  /** What `--limit` took, one sentence without a full stop; left out: all videos. */
  readonly limit?: string;
  readonly real: number;
  readonly fake: number;
  readonly unlabelled: number;
  readonly groups: number;
  /** What these groups are, and what intervals over them hold for; left out: the run is older than this field. */
  readonly groupFacts?: GroupFacts;
  /** The datasets that it consists of; here and below, left out: the run is older than this field. */
  readonly parts?: readonly ManifestPart[];
  /** Names of the tags that its videos have, sorted. */
  readonly tags?: readonly string[];
  /** What was decided for the user in reading it, one sentence each. */
  readonly notes?: readonly string[];
  /** Listed in the labels, absent on disk. Sorted. */
  readonly missing: readonly VideoId[];
  /** Hash over the names, labels and contents of the videos, hex; `null`: not known before the run ended. */
  readonly digest: string | null;
}

/** Versions of software that determines numbers. */
export interface ManifestVersions {
  /** Assay's version, such as `0.2.0`; left out: the run is older than this field. */
  readonly assayVersion?: string;
  /** Commit of Assay's checkout, with `+changes` when files differ from it; `null`: no repository. */
  readonly assay: string | null;
  readonly deno: string;
  readonly onnxRuntime: string;
  readonly ffmpeg: string;
}

export interface ManifestHost {
  readonly os: string;
  readonly architecture: string;
  readonly cpu: string;
  /**
   * Hash, 16 hex digits, of what ONNX Runtime makes of a small network: it differs between instruction sets, which CPUs
   * of one name may differ in. Left out: not known, or the run is older than this field.
   */
  readonly instructionSet?: string;
  /** Logical cores that the process may use. */
  readonly cores: number;
  /** Memory, bytes. */
  readonly memory: number;
}

/** Execution settings of the run. */
export interface ManifestExecution {
  readonly asked: ProviderChoice;
  readonly used: Provider;
  /** The device, such as a GPU's name; `null`: the CPU in `host`. */
  readonly device: string | null;
  /** Whether a GPU may round float32 products to TF32; `null` on the CPU. */
  readonly tf32: boolean | null;
  /** Nodes of each network that run on the CPU although a GPU was requested; `null` on the CPU. */
  readonly cpuNodes: Readonly<Record<string, number>> | null;
  readonly threadsPerSession: number;
  readonly workers: number;
  readonly timing: "attributed" | "isolated";
  /** Whether the stage cache was used. */
  readonly cache: boolean;
}

/** Videos with hits in the stage cache. */
export interface CacheHits {
  /** Number of videos for which nothing was decoded or searched for faces. */
  readonly whole: number;
  /** Number of videos of which some frames or face detections came from the cache. */
  readonly partly: number;
}

/** Start, end and durations; durations of a resumed run are added up. */
export interface ManifestTimes {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC; `null`: not ended. */
  readonly endedAt: string | null;
  /** Start to first video without model loading, milliseconds. */
  readonly setUpMs: number;
  /** Sum over all workers, milliseconds. */
  readonly modelLoadingMs: number;
  /** Start to end of evaluation, milliseconds; `null`: not ended. */
  readonly endToEndMs: number | null;
  /** Number of times the run was resumed. */
  readonly resumes: number;
  /**
   * Share of all cores' time used by other processes, ffmpeg included, while videos were processed, in [0, 1]. Left
   * out: not measured, or the run was resumed.
   */
  readonly elsewhere?: number;
}

/** The journal of a complete run. */
export interface JournalProof {
  readonly lines: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** Hashes that verify the files of a run, and that it is resumed under the same conditions. */
export interface RunProof {
  /** SHA-256 over the names, labels, groups, splits and tags of the chosen videos, hex. */
  readonly selection: string;
  /**
   * Eight hex digits for each chosen video, in order: CRC-32 of its name, label, group, split and tags, so that changed ones
   * can be named. Empty once the run is complete: the journal then has them.
   */
  readonly videos: string;
  /** SHA-256 over the stage keys of all variants, hex: code, builds, settings, models and their cards. */
  readonly work: string;
  /** `null`: the run is not complete. */
  readonly journal: JournalProof | null;
}

/** Everything about a run except its results: `manifest.json`. */
export interface RunManifest {
  /** 1: written by a version without checksums. */
  readonly schemaVersion: 1 | 2;
  readonly runId: string;
  readonly status: RunStatus;
  /** The arguments of Assay, command first. */
  readonly command: readonly string[];
  /** The config after presets, flags and `--set`. */
  readonly config: JsonValue;
  /** The variant that the others are compared with. */
  readonly compareWith: string;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  /** Listed in config order. */
  readonly variants: readonly ManifestVariant[];
  /** Settings behind each name in faces.csv. */
  readonly faceDetections: Readonly<Record<string, Settings>>;
  /** Settings behind each name in faces.csv. */
  readonly facePreparations: Readonly<Record<string, Settings>>;
  /** The score columns of faces.csv, in config order. */
  readonly classifiers: readonly ManifestClassifier[];
  readonly models: readonly ManifestModel[];
  readonly dataset: ManifestDataset;
  readonly versions: ManifestVersions;
  readonly host: ManifestHost;
  readonly execution: ManifestExecution;
  readonly times: ManifestTimes;
  /** Number of repeats of the variant of `compareWith` that were requested; left out: none. */
  readonly repeats?: number | undefined;
  /**
   * Where the scores come from if Assay did not compute them. Then `host` is the machine that read them, `execution`
   * says nothing, and stages, digests and times of the records are not known.
   */
  readonly imported?: ImportedScores;
  /** Hits in the stage cache; left out: the run is older than this field. */
  readonly cacheHits?: CacheHits | undefined;
  /** The decoder of each kind of video; left out: all were decoded by software, as always on the CPU. */
  readonly decoders?: readonly DecoderNote[] | undefined;
  /** Warnings about the dataset before the run; left out: the run is older than this field. */
  readonly dataWarnings?: readonly DataWarning[];
  /** Left out: the run is older than this field. */
  readonly proof?: RunProof;
  /** Number of videos that failed temporarily; left out: the run is not complete, or older than this field. */
  readonly retryable?: number;
  /** What a reader of the results must know, one sentence each. */
  readonly warnings: readonly string[];
}
