import { deepEqual as same, equal } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variant } from "../../src/config/variant.ts";
import type { VariantRecord } from "../../src/records/run_result.ts";
import { ffmpegPath } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { runTool } from "../../src/platform/host/tool_process.ts";
import { inFolder } from "../commands/in_folder.ts";
import { makeVideo } from "../platform/ffmpeg/made_video.ts";
import { context, variant } from "../pipeline/example_plan.ts";
import { executed } from "../pipeline/executed.ts";
import { faceTest, madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../pipeline/tiny_models.ts";

const EMPTY_CROP = "EMPTY_CROP: a face box lies outside the frame.";

/** Boxes so far away that no crop holds a pixel. */
const OUTSIDE = 20;

/** Runs variants, named by their keys, over a video. */
async function verdicts<Name extends string>(
  path: string,
  changes: Readonly<Record<Name, Partial<Variant>>>,
  folder: string,
): Promise<Record<Name, VariantRecord>> {
  const variants = Object.entries<Partial<Variant>>(changes)
    .map(([name, change]) => variant(name, { frames: 4, ...change }));
  const models = await tinyModels(folder);
  const record = await executed(path, variants, { ...context, models });
  const entries = record.variants.map((verdict) => [verdict.variant, verdict]);
  return Object.fromEntries(entries) as Record<Name, VariantRecord>;
}

/** What a verdict says of why. */
function why({ probability, status, fallback, faces, error, branch }: VariantRecord) {
  return { probability, status, fallback, faces, error, branch };
}

const HALF = { probability: 0.5, branch: "", error: null } as const;

faceTest(
  "one face in the whole video is 0.5 as in the original, unless it is to be scored",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 4 });
      const { fallback, score } = await verdicts(path, {
        fallback: { frames: 1 },
        score: { frames: 1, singleFace: "score" },
      }, folder);
      same(why(fallback), { ...HALF, status: "ok", fallback: "single_face", faces: 1 });
      equal(score.fallback, null);
      equal(score.branch, "mean");
      equal(score.faces, 1);
    }),
);

faceTest(
  "a frame without a face is passed over, or gives the video up",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 8, black: "gte(n,6)" });
      const { skip, abort } = await verdicts(path, {
        skip: {},
        abort: { noFace: "abort" },
      }, folder);
      equal(skip.fallback, null);
      equal(skip.faces, 3);
      same(why(abort), { ...HALF, status: "no_face", fallback: "aborted", faces: 3 });
    }),
);

faceTest("no face at all is 0.5", () =>
  inFolder(async (folder) => {
    const black = await madeFaceVideo(folder, { frames: 4, black: "1" });
    const tiny = await makeVideo(folder, { size: "64x18", frames: 4 });
    for (const path of [black, tiny]) {
      const { skip, abort } = await verdicts(path, {
        skip: { detectorScale: 1 },
        abort: { detectorScale: 1, noFace: "abort" },
      }, folder);
      same(why(skip), { ...HALF, status: "no_face", fallback: "no_face", faces: 0 });
      same(why(abort), { ...HALF, status: "no_face", fallback: "aborted", faces: 0 });
    }
  }));

faceTest(
  "a box outside the frame ends the video, after faces that count as well",
  () =>
    inFolder(async (folder) => {
      const path = await jumpingFace(folder);
      const { first, later } = await verdicts(path, {
        first: { boxScale: OUTSIDE },
        later: { boxScale: 3 },
      }, folder);
      const expected = { ...HALF, status: "failed", fallback: "empty_crop", error: EMPTY_CROP };
      same(why(first), { ...expected, faces: 0 });
      same(why(later), { ...expected, faces: 2 });
    }),
);

faceTest(
  "a box outside the frame ends the video, also where its face would be dropped",
  () =>
    inFolder(async (folder) => {
      const path = await jumpingFace(folder);
      const { limited } = await verdicts(path, { limited: { boxScale: 3, maxFaces: 1 } }, folder);
      equal(limited.fallback, "empty_crop");
      equal(limited.faces, 1);
    }),
);

faceTest(
  "a frame without a face counts more than a box outside the frame before it",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 8, black: "gte(n,6)" });
      const { both } = await verdicts(path, {
        both: { boxScale: OUTSIDE, noFace: "abort" },
      }, folder);
      same(why(both), { ...HALF, status: "no_face", fallback: "aborted", faces: 0 });
    }),
);

faceTest(
  "frames that the container only claims are 0.5 where they alone were asked for",
  () =>
    inFolder(async (folder) => {
      const path = await lyingVideo(folder);
      const { some, none, all } = await verdicts(path, {
        some: { faceDetector: "whole_frame", frames: 3, singleFace: "score" },
        none: { selection: "middle", frames: 2, readIndices: "each" },
        all: { faceDetector: "whole_frame", frameCount: "decoded", frames: 3 },
      }, folder);
      same([some.framesRequested, some.framesRead, some.fallback], [3, 1, null]);
      same([none.framesRequested, none.framesRead], [2, 0]);
      const error = "NO_FRAME_READ: none of the chosen frames could be decoded: the " +
        "container claims 1000 frames and holds 10; set frameCount to decoded, as the preset fixed does.";
      same(why(none), { ...HALF, status: "no_frames", fallback: "no_frames", faces: 0, error });
      same([all.framesRequested, all.framesRead, all.fallback], [3, 3, null]);
    }),
);

faceTest(
  "a file that is no video is 0.5 with a code",
  () =>
    inFolder(async (folder) => {
      const path = join(folder, "text.mp4");
      writeFileSync(path, "hello");
      const { any } = await verdicts(path, { any: {} }, folder);
      const error = "VIDEO_UNREADABLE: the file is not a readable video.";
      same(why(any), { ...HALF, status: "failed", fallback: "error", faces: 0, error });
    }),
);

/** A video of ten frames whose header claims a thousand. */
async function lyingVideo(folder: string): Promise<string> {
  const path = join(folder, "lying.avi");
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.4"],
    ...["-c:v", "mpeg4", "-f", "avi", `file:${path}`],
  ]);
  equal(made.success, true, made.stderr);
  const bytes = readFileSync(path);
  // The stream header's length, after type, handler, flags, priority, delay, scale, rate and start.
  bytes.writeUInt32LE(1000, bytes.indexOf("strh") + 8 + 32);
  writeFileSync(path, bytes);
  return path;
}

/** A face that jumps to the far corner after four of eight frames: enlarged by half, its box is outside then. */
async function jumpingFace(folder: string): Promise<string> {
  const source = await madeFaceVideo(folder, { frames: 8, name: "still.mp4" });
  const path = join(folder, "jumping.mp4");
  const black = ["-f", "lavfi", "-i", "color=black:s=1000x700:r=25:d=0.32"];
  const moved = "[0:v][1:v]overlay=x='if(lt(n,4),0,600)':y='if(lt(n,4),0,400)'";
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", ...black, "-i", `file:${source}`, "-filter_complex", moved],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-f", "mp4", `file:${path}`],
  ]);
  equal(made.success, true, made.stderr);
  return path;
}

faceTest(
  "a container without a frame count is 0.5 with the reason, and scored where frames are counted",
  () =>
    inFolder(async (folder) => {
      const path = join(projectRoot(), "tests", "golden", "decode", "without_duration.webm");
      const whole = { faceDetector: "whole_frame", frames: 8 } as const;
      const { container, decoded } = await verdicts(path, {
        container: whole,
        decoded: { ...whole, frameCount: "decoded" },
      }, folder);
      const error = "NO_FRAME_COUNT: the container states no number of frames, so none could be " +
        "chosen, although it holds 25; set frameCount to decoded, as the preset fixed does.";
      same(why(container), {
        ...HALF,
        status: "no_frames",
        fallback: "no_frames",
        faces: 0,
        error,
      });
      same([decoded.framesRequested, decoded.framesRead, decoded.fallback], [8, 8, null]);
    }),
);
