import { PRESETS } from "../../src/config/presets.ts";
import type { ManifestVariant, RunManifest, Settings } from "../../src/records/manifest.ts";
import {
  type Digest,
  type FaceRecord,
  type Stage,
  type StageKey,
  type StageRecord,
  STAGES,
  type VariantRecord,
  type VideoRecord,
} from "../../src/records/run_result.ts";
import type { Verdict } from "../../src/records/verdict.ts";
import type { VideoId } from "../../src/records/video.ts";
import type { ParameterTable } from "../../src/stages/parameter.ts";
import { PARAMETER_TABLE } from "../../src/stages/parameters.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";

/** A run that never took place, with numbers that look like one that did. */
export interface FakeRun {
  readonly manifest: RunManifest;
  readonly records: readonly VideoRecord[];
}

/** What sets each of the usual variants apart; an ablation like the shipped one. */
export const USUAL_VARIANTS: Readonly<Record<string, Settings>> = {
  "reference": {},
  "notebook": { ...PRESETS.notebook, batchSize: 1 },
  "fixed": { ...PRESETS.fixed, batchSize: 1 },
  "frames=8": { frames: 8 },
  "frames=16": { frames: 16 },
  "jitter=3 seed=1": { jitter: 3, seed: 1 },
  "jitter=3 seed=2": { jitter: 3, seed: 2 },
  "batchSize=4": { batchSize: 4 },
  "threshold=0.6": { threshold: 0.6 },
  "threshold=0.9": { threshold: 0.9 },
  "pooling=mean": { pooling: "mean" },
  "pooling=max": { pooling: "max" },
};

const REFERENCE: Settings = { ...PRESETS.reference, model: ["demo"], batchSize: 1 };

/** The names of the parameters that belong to a stage. */
function parametersOf(stage: Stage): readonly string[] {
  const table: ParameterTable = PARAMETER_TABLE;
  return Object.keys(table).filter((name) => table[name]!.stage === stage);
}

/** Milliseconds a frame, roughly as measured on two cores. */
const COST: Readonly<Record<Stage, number>> = {
  sample: 0.05,
  decode: 21,
  detect: 24,
  crop: 1.6,
  classify: 9,
  pool: 0.01,
};

export interface FakeRunOptions {
  readonly videos?: number;
  /** What differs from the reference, by variant; the first is compared with. */
  readonly variants?: Readonly<Record<string, Settings>>;
  readonly seed?: number;
  /** Names of the first videos; the rest get ordinary ones. */
  readonly filenames?: readonly string[];
  readonly facesPerVideo?: number;
}

export function fakeRun(options: FakeRunOptions = {}): FakeRun {
  const { videos = 36, variants = USUAL_VARIANTS, seed = 1, filenames = [] } = options;
  const random = mulberry(seed);
  const manifest = fakeManifest(variants, videos);
  const records = Array.from({ length: videos }, (_, i) =>
    fakeRecord(manifest, {
      filename: filenames[i] ?? ordinaryName(i),
      place: i,
      facesPerVideo: options.facesPerVideo ?? 6,
      random,
    }));
  return { manifest, records };
}

/** Real and fake clips by turns, each pair from one source. */
function ordinaryName(place: number): string {
  return `${place % 2 ? "fake" : "real"}_${String(place >> 1).padStart(4, "0")}.mp4`;
}

export function fakeManifest(
  variants: Readonly<Record<string, Settings>>,
  videos: number,
): RunManifest {
  const planned = Object.entries(variants).map(([name, differs]) => fakeVariant(name, differs));
  const columns = [...new Set(planned.flatMap(({ classifiers }) => classifiers))];
  return {
    schemaVersion: 2,
    proof: { selection: sha256Hex("videos"), videos: "", work: sha256Hex("keys"), journal: null },
    runId: "2026-03-01T09-30-00Z-7f3a",
    status: "complete",
    command: ["eval", "--dataset", "demo"],
    config: { version: 1, dataset: "demo", model: "demo" },
    compareWith: planned[0]!.name,
    clip: 1e-15,
    variants: planned,
    faceDetections: Object.fromEntries(
      planned.map(({ faceDetection, parameters }) => [
        faceDetection,
        { faceDetector: parameters.faceDetector!, detectorScale: parameters.detectorScale! },
      ]),
    ),
    facePreparations: Object.fromEntries(
      planned.map(({ facePreparations, parameters }) => [
        facePreparations[0],
        { boxScale: parameters.boxScale!, margin: parameters.margin!, resize: parameters.resize! },
      ]),
    ),
    classifiers: columns.map((column) => ({
      column,
      model: "demo",
      precision: "fp32",
      batchSize: Number(column.split("@b")[1]),
    })),
    models: [{
      name: "demo",
      precision: "fp32",
      sha256: sha256Hex("demo"),
      limits: "Trained on three people; worthless on anybody else.",
      family: "onnx",
      input: {
        ...{ name: "faces", size: 192, channels: "RGB", layout: "NCHW", scale: 1 / 255 },
        ...{ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
      },
      output: { name: "logit", activation: "sigmoid", index: 0, polarity: "fake" },
      trainedOn: [{ dataset: "demo", videos: 36, note: "Every fifth frame." }],
    }],
    dataset: {
      name: "demo",
      folder: "/data/demo",
      layout: "dfdc",
      split: "test",
      videos,
      real: Math.ceil(videos / 2),
      fake: Math.floor(videos / 2),
      unlabelled: 0,
      groups: Math.ceil(videos / 2),
      missing: [],
      digest: sha256Hex("dataset"),
    },
    versions: {
      assayVersion: "0.2.0",
      assay: "02d4ed9c7a1e",
      deno: "2.9.6",
      onnxRuntime: "1.29.0",
      ffmpeg: "5.1.6",
    },
    host: {
      os: "linux",
      architecture: "x86_64",
      cpu: "Intel(R) Xeon(R) Platinum 8481C",
      cores: 2,
      memory: 25 * 2 ** 30,
    },
    execution: {
      asked: "auto",
      used: "cpu",
      device: null,
      tf32: null,
      cpuNodes: null,
      threadsPerSession: 1,
      workers: 2,
      timing: "attributed",
      cache: true,
    },
    times: {
      startedAt: "2026-03-01T09:30:00.000Z",
      endedAt: "2026-03-01T09:31:02.400Z",
      setUpMs: 812.4,
      modelLoadingMs: 431.9,
      endToEndMs: 62_400.2,
      resumes: 0,
    },
    warnings: [],
  };
}

function fakeVariant(name: string, differs: Settings): ManifestVariant {
  const parameters = { ...REFERENCE, ...differs };
  return {
    name,
    parameters,
    decision: 0.5,
    faceDetection: `mtcnn@${parameters.detectorScale}`,
    facePreparations: [`box${parameters.boxScale}+margin1/3+${parameters.resize}+128px`],
    classifiers: [`demo@fp32@b${parameters.batchSize}`],
  };
}

interface RecordOptions {
  readonly filename: string;
  readonly place: number;
  readonly facesPerVideo: number;
  readonly random: () => number;
}

function fakeRecord(manifest: RunManifest, options: RecordOptions): VideoRecord {
  const { filename, place, random } = options;
  const fake = place % 2 === 1;
  const evidence = (fake ? 1.6 : -1.6) + 2.2 * (random() + random() + random() - 1.5);
  const contentHash = sha256Hex(filename);
  const stages: StageRecord[] = [];
  const faces = fakeFaces(manifest, options);
  const variants = manifest.variants.map((variant): VariantRecord => ({
    variant: variant.name,
    ...fakeVerdict(variant, { ...options, evidence }),
    stages: stageIndices(variant, { stages, contentHash, faces, random }),
  }));
  return {
    filename: filename as VideoId,
    label: fake ? "FAKE" : "REAL",
    group: `source_${place >> 1}`,
    split: "test",
    contentHash,
    metadata: {
      frameCount: 120,
      fps: 25,
      width: 400,
      height: 300,
      rotation: 0,
      codec: "h264",
      pixelFormat: "yuv420p",
      durationSeconds: 4.8,
    },
    stages,
    faces,
    variants,
    milliseconds: 1400 + 300 * random(),
  };
}

/** A verdict of each kind now and then, the ordinary one mostly. */
function fakeVerdict(
  variant: ManifestVariant,
  { place, random, evidence }: RecordOptions & { evidence: number },
): Verdict {
  const asked = Number(variant.parameters.frames);
  const base = { framesRequested: asked, framesRead: asked, error: null };
  if (place % 29 === 17) {
    return {
      ...base,
      ...{ probability: 0.5, branch: "", status: "failed", fallback: "error", faces: 0 },
      framesRead: 0,
      error: "VIDEO_BROKEN: The stream ends inside a frame.",
    };
  }
  if (place % 13 === 9) {
    return {
      ...base,
      ...{ probability: 0.5, branch: "", status: "no_face", fallback: "no_face", faces: 0 },
    };
  }
  const noise = (random() - 0.5) * 12 / Math.sqrt(asked);
  const probability = Math.fround(1 / (1 + Math.exp(-(evidence + noise))));
  const branch = probability > 0.8 ? "fake" : probability < 0.2 ? "real" : "mean";
  return { ...base, probability, branch, status: "ok", fallback: null, faces: asked };
}

/** Indices of the variant's stages in `stages`, where those that are new are added. */
function stageIndices(
  variant: ManifestVariant,
  { stages, contentHash, faces, random }: {
    stages: StageRecord[];
    contentHash: string;
    faces: readonly FaceRecord[];
    random: () => number;
  },
): readonly number[] {
  let text = contentHash;
  return STAGES.map((stage) => {
    text += JSON.stringify(parametersOf(stage).map((name) => variant.parameters[name]));
    const key = sha256Hex(stage + text).slice(0, 16) as StageKey;
    const known = stages.findIndex((record) => record.key === key);
    if (known >= 0) return known;
    const frames = Number(variant.parameters.frames);
    return stages.push({
      stage,
      key,
      digest: sha256Hex(`digest${key}`).slice(0, 16) as Digest,
      milliseconds: COST[stage] * frames * (0.9 + 0.2 * random()),
      mode: "attributed",
      ...stage === "crop" ? { faces: placesOf(variant, faces) } : {},
    }) - 1;
  });
}

/** Where the faces are that the variant has scored. */
function placesOf(variant: ManifestVariant, faces: readonly FaceRecord[]): readonly number[] {
  return faces.flatMap(({ faceDetection, facePreparation }, place) =>
    faceDetection === variant.faceDetection && facePreparation === variant.facePreparations[0]
      ? [place]
      : []
  );
}

function fakeFaces(
  manifest: RunManifest,
  { facesPerVideo, random }: RecordOptions,
): FaceRecord[] {
  const pairs = [
    ...new Set(
      manifest.variants.map((v) => JSON.stringify([v.faceDetection, v.facePreparations[0]])),
    ),
  ].sort().map((text) => JSON.parse(text) as [string, string]);
  return Array.from(
    { length: facesPerVideo },
    (_, i) =>
      pairs.map(([faceDetection, facePreparation]): FaceRecord => ({
        frame: 4 * (i >> 1),
        face: i & 1,
        faceDetection,
        facePreparation,
        box: [Math.trunc(90 * random()) - 4, -2, 180, 200],
        detection: Math.fround(0.9 + 0.1 * random()),
        scores: Object.fromEntries(
          manifest.classifiers.map(({ column }) => [column, Math.fround(random())]),
        ),
      })),
  ).flat();
}

/** Mulberry32: uniform numbers in [0, 1), the same for the same seed. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
