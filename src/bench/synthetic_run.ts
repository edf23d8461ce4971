import { createHash, type Hash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PRESETS } from "../config/presets.ts";
import type { RunManifest, Settings } from "../records/manifest.ts";
import {
  type Digest,
  type FaceRecord,
  type Stage,
  type StageKey,
  type StageRecord,
  STAGES,
  type VideoRecord,
} from "../records/run_result.ts";
import type { VideoId } from "../records/video.ts";
import { type RandomBelow, seededRandom } from "../base/numeric/statistics/seeded_random.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { journalLine } from "../runs/journal_line.ts";
import { writeManifest } from "../runs/manifest.ts";
import { selectionProof } from "../runs/selection_proof.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";

/** Size of a synthetic run. */
export interface SyntheticRunSize {
  readonly videos: number;
  readonly variants: number;
}

/** Scored faces per video. */
const FACES = 4;
/** Variants that share everything except pooling, as thresholds do. */
const SHARING = 5;
const COLUMN = "made-up@fp32@b1";
const DETECTION = "mtcnn@0.5";
const PREPARATION = "box2+margin1/3+area_down_cubic_up+380px";

/**
 * Writes manifest and journal of a synthetic run: alternating real and fake videos, scores that separate them
 * partly, and every fifth variant with work of its own. Another seed gives the same videos other scores.
 */
export function writeSyntheticRun(
  folder: string,
  size: SyntheticRunSize,
  { seed }: { seed: number },
): void {
  mkdirSync(folder, { recursive: true });
  const hash = createHash("sha256");
  writeAtomically(join(folder, RUN_FILES.journal), journalLines(size, { seed, hash }));
  const manifest = madeUpManifest(size);
  const journal = { lines: size.videos, sha256: hash.digest("hex") };
  writeManifest(folder, { ...manifest, proof: { ...manifest.proof!, journal } });
}

function* journalLines(
  { videos, variants }: SyntheticRunSize,
  { seed, hash }: { readonly seed: number; readonly hash: Hash },
): Iterable<Uint8Array> {
  const random = seededRandom(seed);
  for (let place = 0; place < videos; place++) {
    const line = journalLine(syntheticRecord(place, { variants, random }));
    hash.update(line);
    yield line;
  }
}

function madeUpManifest({ videos, variants }: SyntheticRunSize): RunManifest {
  const fake = Math.floor(videos / 2);
  const now = new Date().toISOString();
  return {
    schemaVersion: 2,
    proof: { ...selectionProof([]), work: sha256Hex(""), journal: null },
    runId: "made-up",
    status: "complete",
    command: ["bench", "scale"],
    config: {},
    compareWith: variantName(0),
    clip: 1e-15,
    variants: Array.from({ length: variants }, (_, v) => ({
      name: variantName(v),
      parameters: parametersOf(v),
      decision: 0.5,
      faceDetection: DETECTION,
      facePreparations: [PREPARATION],
      classifiers: [COLUMN],
    })),
    faceDetections: { [DETECTION]: {} },
    facePreparations: { [PREPARATION]: {} },
    classifiers: [{ column: COLUMN, model: "synthetic", precision: "fp32", batchSize: 1 }],
    models: [],
    dataset: {
      ...{ name: "synthetic", folder: "", layout: "csv", split: null, videos, missing: [] },
      ...{ real: videos - fake, fake, unlabelled: 0, groups: Math.ceil(videos / 2), digest: null },
    },
    versions: { assay: null, deno: Deno.version.deno, onnxRuntime: "", ffmpeg: "" },
    host: readHostFacts(),
    execution: {
      ...{ asked: "cpu", used: "cpu", device: null, tf32: null, cpuNodes: null },
      ...{ threadsPerSession: 1, workers: 1, timing: "attributed", cache: false },
    },
    times: {
      ...{ startedAt: now, endedAt: now, setUpMs: 0, modelLoadingMs: 0, endToEndMs: 0 },
      resumes: 0,
    },
    warnings: [],
  };
}

function variantName(v: number): string {
  return `v${String(v).padStart(4, "0")}`;
}

/** Parameters of a variant: frames differ between groups that share work, thresholds within a group. */
function parametersOf(v: number): Settings {
  const frames = 8 + Math.floor(v / SHARING);
  const threshold = 0.5 + 0.08 * (v % SHARING);
  return {
    ...PRESETS.reference,
    model: ["made-up"],
    batchSize: 1,
    frames,
    threshold,
  } satisfies Settings;
}

function syntheticRecord(
  place: number,
  { variants, random }: { variants: number; random: RandomBelow },
): VideoRecord {
  const fake = place % 2 === 1;
  const unit = () => random(1 << 20) / (1 << 20);
  const evidence = (fake ? 1 : -1) + 3 * (unit() + unit() - 1);
  const stages = stageRecords(place, { variants, unit });
  const shared = STAGES.length - 1;
  return {
    filename: `${fake ? "fake" : "real"}_${String(place).padStart(7, "0")}.mp4` as VideoId,
    label: fake ? "FAKE" : "REAL",
    group: `source_${place >> 1}`,
    split: null,
    contentHash: hexOf(place).padStart(64, "0"),
    metadata: {
      ...{ frameCount: 300, fps: 30, width: 1920, height: 1080, rotation: 0, codec: "h264" },
      pixelFormat: "yuv420p",
      durationSeconds: 10,
    },
    stages,
    faces: Array.from({ length: FACES }, (_, frame) => madeUpFace(frame, unit)),
    variants: Array.from({ length: variants }, (_, v) => {
      const first = (shared + SHARING) * Math.floor(v / SHARING);
      const before = Array.from({ length: shared }, (_, stage) => first + stage);
      return {
        variant: variantName(v),
        probability: 1 / (1 + Math.exp(-evidence - 0.3 * (unit() - 0.5))),
        branch: "mean",
        status: "ok",
        fallback: null,
        faces: FACES,
        framesRequested: FACES,
        framesRead: FACES,
        error: null,
        stages: [...before, first + shared + v % SHARING],
      };
    }),
    milliseconds: 1000,
  };
}

/** Stages: five for each group of variants that share them, then pooling for each variant. */
function stageRecords(
  place: number,
  { variants, unit }: { variants: number; unit: () => number },
): StageRecord[] {
  const stages: StageRecord[] = [];
  const add = (stage: Stage) => {
    const key = hexOf(place * 100_003 + stages.length) as StageKey;
    const digest = hexOf(place * 100_019 + stages.length) as Digest;
    stages.push({ stage, key, digest, milliseconds: 100 * unit(), mode: "attributed" });
  };
  for (let first = 0; first < variants; first += SHARING) {
    for (const stage of STAGES.slice(0, -1)) add(stage);
    for (let v = first; v < first + SHARING; v++) add("pool");
  }
  return stages;
}

function madeUpFace(frame: number, unit: () => number): FaceRecord {
  const x = Math.floor(900 * unit());
  return {
    frame: 10 * frame,
    face: 0,
    faceDetection: DETECTION,
    facePreparation: PREPARATION,
    box: [x, 100, x + 200, 350],
    detection: Math.fround(0.9 + 0.1 * unit()),
    scores: { [COLUMN]: Math.fround(unit()) },
  };
}

/** 16 hex digits that look like a hash: a multiple of a large odd number modulo 2⁶⁴. */
function hexOf(value: number): string {
  return BigInt.asUintN(64, BigInt(value) * 0x9e3779b97f4a7c15n).toString(16).padStart(16, "0");
}
