import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { DetectedFace, Point } from "../../records/face.ts";
import type { Digest } from "../../records/run_result.ts";
import type { QuarterTurn } from "../../records/video.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { StoredRecord } from "../../platform/files/stage_segment.ts";
import type { EntryWriter, StageEntry, StageStore } from "../../platform/files/stage_store.ts";
import type { Plan } from "../plan/plan.ts";

/** Cached result of a face detection on a frame. */
export interface KnownDetection {
  /** Size and digest of the decoded pixels. */
  readonly seen: string;
  readonly faces: readonly DetectedFace[];
}

/** Cached result of preparing a face. */
export interface KnownFace {
  /** Digest of the crop rectangle and of the prepared pixels. */
  readonly digest: Digest;
  readonly pixels: Uint8Array;
}

/** A frame: its position in the stream, and its clockwise rotation in degrees. */
export interface FramePlace {
  readonly position: number;
  readonly turn: QuarterTurn;
}

/** A face of a frame, by its rank among the frame's faces. */
export interface FacePlace extends FramePlace {
  readonly face: number;
}

/**
 * The stage cache of one video. Results are stored per frame, so that variants with different frames share those in
 * common. New results become visible to later runs on closing.
 */
export interface VideoCache {
  /** Number of decodable frames; `null`: not known. */
  frameCount(): Promise<number | null>;
  noteFrameCount(count: number): Promise<void>;
  /** @param detection index into the plan's detections */
  detection(detection: number, frame: FramePlace): Promise<KnownDetection | null>;
  /** @param preparation index into the plan's preparations */
  face(preparation: number, place: FacePlace): Promise<KnownFace | "empty" | null>;
  /** Adds a face detection, unless it is cached. */
  noteDetection(detection: number, frame: FramePlace, known: KnownDetection): Promise<void>;
  /** Adds a prepared face, unless it is cached. */
  noteFace(preparation: number, place: FacePlace, face: KnownFace | "empty"): Promise<void>;
  /** Closes the cache. @param keep whether the added results are stored */
  close(keep: boolean): Promise<void>;
}

/** A cache that stores nothing. */
export const NO_CACHE: VideoCache = {
  frameCount: () => Promise.resolve(null),
  noteFrameCount: () => Promise.resolve(),
  detection: () => Promise.resolve(null),
  face: () => Promise.resolve(null),
  noteDetection: () => Promise.resolve(),
  noteFace: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** A store for results, and the device that they depend on. */
export interface StageCache {
  readonly store: StageStore;
  /** Processor or GPU that computes the results: another one may round differently. */
  readonly device: string;
}

/** An entry of the store, open for reading and for adding. */
interface Shelf {
  readonly entry: StageEntry;
  readonly writer: EntryWriter;
}

/** Opens the cache of a video. @param options `contentHash`: SHA-256 of the video's file, hex */
export function videoCache(
  { store, device }: StageCache,
  { plan, contentHash }: { readonly plan: Plan; readonly contentHash: string },
): VideoCache {
  const shelves = new Map<string, Promise<Shelf>>();

  function shelf(stage: "sample" | "detect" | "crop", work: string): Promise<Shelf> {
    const key = sha256Hex(JSON.stringify([stage, work, contentHash, device]));
    let known = shelves.get(key);
    if (!known) {
      known = store.open(stage, key)
        .then((entry) => ({ entry, writer: store.extend(stage, key) }));
      shelves.set(key, known);
    }
    return known;
  }
  const counted = () => shelf("sample", plan.frameCountKey);
  const found = (detection: number) => shelf("detect", plan.detections[detection]!.key);
  const prepared = (preparation: number) => shelf("crop", plan.preparations[preparation]!.key);

  return {
    async frameCount() {
      const record = await (await counted()).entry.read(FRAME_COUNT);
      return record ? record.facts as number : null;
    },
    async noteFrameCount(count) {
      const { writer } = await counted();
      await writer.add(FRAME_COUNT, () => ({ facts: count, bytes: new Uint8Array() }));
    },
    async detection(detection, frame) {
      const record = await (await found(detection)).entry.read(frameName(frame));
      if (!record) return null;
      return { seen: record.facts as string, faces: unpackFaces(record.bytes) };
    },
    async face(preparation, place) {
      const record = await (await prepared(preparation)).entry.read(faceName(place));
      if (!record) return null;
      if (record.facts === null) return "empty";
      return { digest: record.facts as Digest, pixels: zstdDecompressSync(record.bytes) };
    },
    async noteDetection(detection, frame, { seen, faces }) {
      const { entry, writer } = await found(detection);
      const name = frameName(frame);
      if (entry.has(name)) return;
      await writer.add(name, () => ({ facts: seen, bytes: packFaces(faces) }));
    },
    async noteFace(preparation, place, face) {
      const { entry, writer } = await prepared(preparation);
      const name = faceName(place);
      if (entry.has(name)) return;
      await writer.add(name, () => packFace(face));
    },
    async close(keep) {
      for (const opened of shelves.values()) {
        const { entry, writer } = await opened;
        await (keep ? writer.commit() : writer.discard());
        await entry.close();
      }
      shelves.clear();
    },
  };
}

/** Compresses a face of 380 pixels to 40 % in 0.7 ms; level 1 takes twice as long for 35 %. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: -5 } };

function packFace(face: KnownFace | "empty"): StoredRecord {
  if (face === "empty") return { facts: null, bytes: new Uint8Array() };
  return { facts: face.digest, bytes: zstdCompressSync(face.pixels, FAST) };
}

/** Name of the record, which is the only one under its key. */
const FRAME_COUNT = "frames";

function frameName({ position, turn }: FramePlace): string {
  return turn === 0 ? `${position}` : `${position} turned ${turn}`;
}

function faceName({ position, turn, face }: FacePlace): string {
  return turn === 0 ? `${position} ${face}` : `${position} ${face} turned ${turn}`;
}

/** Numbers of a face without landmarks: box and probability. */
const WITHOUT_LANDMARKS = 5;

/** Packs faces as float64, which keeps every number exactly: the count, then each face. */
function packFaces(faces: readonly DetectedFace[]): Uint8Array {
  const numbers = faces.flatMap(({ box, probability, landmarks }) => [
    ...box,
    probability,
    ...(landmarks ?? []).flat(),
  ]);
  return new Uint8Array(Float64Array.from([faces.length, ...numbers]).buffer);
}

function unpackFaces(bytes: Uint8Array): readonly DetectedFace[] {
  const [count = 0, ...numbers] = new Float64Array(bytes.slice().buffer);
  const each = numbers.length / count;
  return Array.from({ length: count }, (_, i): DetectedFace => {
    const face = numbers.slice(i * each, (i + 1) * each);
    const landmarks = each > WITHOUT_LANDMARKS ? points(face.slice(WITHOUT_LANDMARKS)) : null;
    return { box: [face[0]!, face[1]!, face[2]!, face[3]!], probability: face[4]!, landmarks };
  });
}

function points(numbers: readonly number[]): readonly Point[] {
  return Array.from(
    { length: numbers.length / 2 },
    (_, i): Point => [numbers[2 * i]!, numbers[2 * i + 1]!],
  );
}
