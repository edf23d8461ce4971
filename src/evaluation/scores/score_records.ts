import { PRESETS } from "../../config/presets.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import {
  type FaceRecord,
  type StageKey,
  type StageRecord,
  STAGES,
  type VariantRecord,
  type VideoRecord,
} from "../../records/run_result.ts";
import type { DatasetVideo } from "../../records/video.ts";
import type { PoolingStrategy } from "../../stages/pooling/contract.ts";
import { poolingStrategies } from "../../stages/pooling/registry.ts";
import type { ScoreRow } from "./read_scores.ts";
import type { ScoredVideos } from "./scored_videos.ts";

/** Name under which the face detection and preparation of imported scores stand. */
export const NOT_KNOWN = "not known";

/** P(fake) of a video without a score. */
const FALLBACK_PROBABILITY = 0.5;

export interface RecordOptions {
  /** How the rows of a video are combined; `null`: each has one. */
  readonly pooling: string | null;
  /** The file's name, and its SHA-256, hex. */
  readonly file: string;
  readonly sha256: string;
}

/** What is known of a video's file. */
export type FileFacts = Pick<VideoRecord, "contentHash" | "metadata">;

/** The settings of a pooling strategy, by the names of the config. */
export function poolingSettings(pooling: string): Readonly<Record<string, unknown>> {
  const preset = PRESETS.reference as Readonly<Record<string, unknown>>;
  const { reads } = strategyOf(pooling);
  return { pooling, ...Object.fromEntries(reads.map((name) => [name, preset[name]])) };
}

/** Makes the record of a video: its scores, and stages of which nothing is known. */
export function scoreRecord(
  { id: filename, label, group, split, tags }: DatasetVideo,
  scores: Pick<ScoredVideos, "variants" | "byVariant">,
  options: RecordOptions & FileFacts,
): VideoRecord {
  const { contentHash, metadata } = options;
  const stages: StageRecord[] = [];
  const faces = new FaceList();
  const variants = scores.variants.map((variant): VariantRecord => {
    const rows = inOrder(scores.byVariant.get(variant)?.get(filename) ?? []);
    const places = options.pooling === null ? null : faces.add(variant, rows);
    return {
      variant,
      ...verdictOf(rows, options),
      stages: stagesOf(variant, { ...options, places }).map((stage) => stages.push(stage) - 1),
    };
  });
  const rows = [...scores.byVariant.values()].flatMap((byVideo) => byVideo.get(filename) ?? []);
  const facesFound = rows.find((row) => row.facesFound !== null)?.facesFound ?? null;
  const rest = { stages, faces: faces.all(), variants, milliseconds: 0 };
  return {
    ...{ filename, label, group, split, tags, contentHash, metadata, ...rest },
    ...(facesFound !== null && { facesFound }),
  };
}

/** The rows by frame and face; those without keep the file's order. */
function inOrder(rows: readonly ScoreRow[]): readonly ScoreRow[] {
  const by = (one: number | null, other: number | null) => (one ?? 0) - (other ?? 0);
  return rows.toSorted((a, b) => by(a.frame, b.frame) || by(a.face, b.face));
}

function verdictOf(
  rows: readonly ScoreRow[],
  { pooling, file }: RecordOptions,
): Omit<VariantRecord, "variant" | "stages"> {
  const unknown = { framesRequested: null, framesRead: null };
  const [row] = rows;
  if (row === undefined) {
    return {
      ...{ probability: FALLBACK_PROBABILITY, branch: "", status: "failed", fallback: "error" },
      ...{ faces: pooling === null ? null : 0, ...unknown },
      error: `NO_SCORE: ${file} has no score for this video.`,
    };
  }
  const { probability, own } = row;
  if (pooling === null) {
    const fine = { branch: "", status: "ok", fallback: null, error: null } as const;
    return { probability: probability!, ...(own ?? { ...fine, faces: null, ...unknown }) };
  }
  const pooled = poolScores(rows, pooling);
  const fine = { status: "ok", fallback: null, error: null } as const;
  return { ...pooled, ...fine, faces: rows.length, ...unknown };
}

/** Pools the rows of a video; a row without a frame counts as one of its own. Frames without a face are not known. */
function poolScores(rows: readonly ScoreRow[], pooling: string) {
  const scores = Float64Array.from(rows, ({ probability }) => probability!);
  const frameOf = rows.map(({ frame }, i) => frame ?? i);
  const options = { ...PRESETS.reference, format: "float64", frameOf, emptyFrames: 0 };
  type Options = Parameters<PoolingStrategy["pool"]>[1];
  return strategyOf(pooling).pool(scores, options as unknown as Options);
}

function strategyOf(pooling: string): PoolingStrategy {
  const strategies: Readonly<Record<string, PoolingStrategy>> = poolingStrategies;
  return strategies[pooling]!;
}

/** Six stages without output and times. Their keys say which scores they are of. */
function stagesOf(
  variant: string,
  { sha256, places }: RecordOptions & { readonly places: readonly number[] | null },
): readonly StageRecord[] {
  return STAGES.map((stage) => ({
    stage,
    key: sha256Hex(JSON.stringify(["imported", sha256, variant, stage])).slice(0, 16) as StageKey,
    digest: null,
    milliseconds: 0,
    mode: "unknown",
    ...(stage === "crop" && places !== null && { faces: places }),
  }));
}

/** The faces of a video, each once with the scores of all variants, in the order of frames and ranks. */
class FaceList {
  readonly #faces = new Map<string, FaceRecord & { readonly scores: Record<string, number> }>();
  /** Lists of places, filled when all faces are known. */
  readonly #lists: { readonly keys: readonly string[]; readonly places: number[] }[] = [];

  /** Adds the rows of a variant. @returns places of its faces, filled by `all` */
  add(variant: string, rows: readonly ScoreRow[]): readonly number[] {
    const ranks = new Map<number, number>();
    const keys = rows.map(({ probability, frame, face }, i) => {
      const at = frame ?? i;
      const rank = face ?? ranks.get(at) ?? 0;
      ranks.set(at, rank + 1);
      const key = `${at} ${rank}`;
      const known = this.#faces.get(key);
      if (known !== undefined) known.scores[variant] = probability!;
      else this.#faces.set(key, faceRecord(at, { rank, scores: { [variant]: probability! } }));
      return key;
    });
    const places: number[] = [];
    this.#lists.push({ keys, places });
    return places;
  }

  all(): readonly FaceRecord[] {
    const sorted = [...this.#faces].sort(([, a], [, b]) => a.frame - b.frame || a.face - b.face);
    const placeOf = new Map(sorted.map(([key], place) => [key, place]));
    for (const { keys, places } of this.#lists) {
      for (const key of keys) places.push(placeOf.get(key)!);
      places.sort((a, b) => a - b);
    }
    return sorted.map(([, face]) => face);
  }
}

function faceRecord(
  frame: number,
  { rank, scores }: { readonly rank: number; readonly scores: Record<string, number> },
) {
  return {
    ...{ frame, face: rank, faceDetection: NOT_KNOWN, facePreparation: NOT_KNOWN },
    ...{ box: null, detection: null, scores },
  };
}
