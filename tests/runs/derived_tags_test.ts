import { deepEqual as same, equal } from "node:assert/strict";
import type { StageRecord, VariantRecord, VideoRecord } from "../../src/records/run_result.ts";
import type { VideoMetadata } from "../../src/records/video.ts";
import { derivedTags } from "../../src/runs/derived_tags.ts";
import { fakeRun } from "./fake_run.ts";

const { manifest, records } = fakeRun({
  videos: 2,
  variants: { reference: { frames: 8 }, other: { frames: 16, detectorScale: 1 } },
});
const usual = records[0]!;

function tagsWith(metadata: Partial<VideoMetadata>) {
  return derivedTags({ ...usual, metadata: { ...usual.metadata!, ...metadata } }, manifest);
}

Deno.test("the resolution is the range of the picture's short side", () => {
  const found = [[640, 479], [480, 640], [719, 1280], [1280, 720], [1920, 1079], [1080, 1920]]
    .map(([width, height]) => tagsWith({ width: width!, height: height! }).resolution);
  same(found, ["<480", "480-719", "480-719", "720-1079", "720-1079", ">=1080"]);
});

Deno.test("the duration is a range of seconds, and none where it is not known", () => {
  const found = [4.99, 5, 14.9, 15, 59.99, 60, null]
    .map((durationSeconds) => tagsWith({ durationSeconds }).duration);
  same(found, ["<5 s", "5-15 s", "5-15 s", "15-60 s", "15-60 s", ">=60 s", null]);
});

Deno.test("a video that could not be probed has neither codec nor resolution nor duration", () => {
  equal(tagsWith({ codec: "hevc" }).codec, "hevc");
  const { codec, resolution, duration } = derivedTags({ ...usual, metadata: null }, manifest);
  same([codec, resolution, duration], [null, null, null]);
});

/** The usual record with these faces in the frames of the variant that others are compared with, and others' faces. */
function withFaces(
  frames: readonly (readonly [frame: number, face: number])[],
  change: {
    readonly stage?: (stage: StageRecord) => StageRecord;
    readonly verdict?: Partial<VariantRecord>;
  } = {},
): VideoRecord {
  const [variant] = manifest.variants;
  const own = usual.faces.filter(({ faceDetection }) => faceDetection === variant!.faceDetection);
  const others = usual.faces.filter((face) => !own.includes(face));
  const faces = [...frames.map(([frame, face]) => ({ ...own[0]!, frame, face })), ...others];
  const [verdict, ...rest] = usual.variants;
  const crop = verdict!.stages[3]!;
  const stages = usual.stages.map((stage, place) =>
    place !== crop
      ? stage
      : (change.stage ?? ((one) => one))({ ...stage, faces: [...frames.keys()] })
  );
  return { ...usual, faces, stages, variants: [{ ...verdict!, ...change.verdict }, ...rest] };
}

function foundIn(...args: Parameters<typeof withFaces>): string | null {
  return derivedTags(withFaces(...args), manifest).facesFound;
}

Deno.test("facesFound is the most in one frame for the variant of compareWith", () => {
  equal(foundIn([]), "0");
  equal(foundIn([[0, 0], [4, 0], [8, 0]]), "1");
  equal(foundIn([[0, 0], [4, 0], [4, 1]]), ">=2");
  equal(foundIn([[0, 0], [4, 0], [4, 1], [4, 2]]), ">=2");
});

Deno.test("faces are counted also where none was to be scored, and in journals without lists of faces", () => {
  const none = (stage: StageRecord) => ({ ...stage, faces: [] });
  equal(foundIn([[0, 0]], { stage: none, verdict: { fallback: "aborted" } }), "1");
  const old = ({ faces: _, ...stage }: StageRecord): StageRecord => stage;
  equal(foundIn([[0, 0], [0, 1]], { stage: old }), ">=2");
  equal(foundIn([], { stage: old }), "0");
});

Deno.test("a video that failed, or of which no frame was read, has no number of faces", () => {
  equal(foundIn([], { verdict: { status: "failed", fallback: "error" } }), null);
  equal(foundIn([], { verdict: { status: "no_frames", framesRead: 0 } }), null);
});
