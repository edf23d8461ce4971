import { deepEqual as same, equal, notEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Variant } from "../../../src/config/variant.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { openStageStore } from "../../../src/platform/files/stage_store.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { context, variant } from "../example_plan.ts";
import { executed, type ExecutedContext, stagesOf } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

const FRAMES = { frames: 4, batchSize: 1 } as const;

/** One for each way of turning, and one that differs from the first in another stage. */
const VARIANTS: readonly Variant[] = [
  variant("opencv", FRAMES),
  variant("display", { ...FRAMES, rotation: "display" }),
  variant("none", { ...FRAMES, rotation: "none" }),
  variant("wide", { ...FRAMES, margin: 0.5 }),
];

/** The video at `path` as its frames lie, with metadata that turn it. */
async function turned(path: string, folder: string, rotate: number): Promise<string> {
  const target = join(folder, `turned_${rotate}.mp4`);
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-i", `file:${path}`, "-c", "copy"],
    ...["-metadata:s:v:0", `rotate=${rotate}`, `file:${target}`],
  ]);
  ok(made.success, made.stderr);
  return target;
}

/** A portrait as phones record it: stored on its side, to be turned clockwise by 90°, for which ffmpeg 4 wants 270. */
async function portrait(folder: string): Promise<string> {
  const upright = await madeFaceVideo(folder, { frames: 8 });
  const lying = join(folder, "lying.mp4");
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-i", `file:${upright}`, "-vf", "transpose=2"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", `file:${lying}`],
  ]);
  ok(made.success, made.stderr);
  return await turned(lying, folder, 270);
}

function facesOf({ variants }: VideoRecord): Readonly<Record<string, number | null>> {
  return Object.fromEntries(variants.map(({ variant, faces }) => [variant, faces]));
}

function detectionNames({ faces }: VideoRecord): readonly string[] {
  return [...new Set(faces.map(({ faceDetection }) => faceDetection))].sort();
}

/** The faces that a variant's crop view holds. */
function ownFaces(record: VideoRecord, name: string) {
  const { stages } = record.variants.find((one) => one.variant === name)!;
  return record.stages[stages[3]!]!.faces!.map((place) => record.faces[place]);
}

function digestsOf(record: VideoRecord, name: string): readonly unknown[] {
  return Object.values(stagesOf(record, name)).map(({ digest }) => digest);
}

async function scene(folder: string): Promise<ExecutedContext> {
  return { ...context, models: await tinyModels(folder) };
}

faceTest(
  "a portrait from a phone shows its face upright on display, and not in OpenCV 4.6",
  () =>
    inFolder(async (folder) => {
      const record = await executed(await portrait(folder), VARIANTS, await scene(folder));
      const { display, opencv, wide } = facesOf(record);
      ok(display! >= FRAMES.frames, `${display} faces`);
      ok(opencv! < display!, `${opencv} faces upside down`);
      equal(wide, opencv);
    }),
);

faceTest(
  "each way of turning has faces of its own, the same alone, among others and from the cache",
  () =>
    inFolder(async (folder) => {
      const whole = VARIANTS.map((one): Variant => ({ ...one, faceDetector: "whole_frame" }));
      const path = await turned(await madeFaceVideo(folder, { frames: 8 }), folder, 270);
      const base = await scene(folder);
      const together = await executed(path, whole, base);
      same(detectionNames(together), [
        "whole_frame@0.5",
        "whole_frame@0.5+display",
        "whole_frame@0.5+none",
      ]);
      const store = await openStageStore({ folder: join(folder, "stages") });
      const cache = { store, device: "any" };
      await executed(path, whole, { ...base, cache });
      const again = await executed(path, whole, { ...base, cache });
      same(again.faces, together.faces);
      same(again.variants, together.variants);
      for (const one of whole) {
        const { name } = one;
        equal(stagesOf(again, name).decode.mode, "cached", name);
        const alone = await executed(path, [one], base);
        same(digestsOf(alone, name), digestsOf(together, name), name);
        same(alone.faces, ownFaces(together, name), name);
        same(digestsOf(again, name), digestsOf(together, name), name);
      }
      notEqual(
        stagesOf(together, "opencv").decode.digest,
        stagesOf(together, "display").decode.digest,
      );
    }),
);

faceTest("turned in isolation, each variant has the same faces", () =>
  inFolder(async (folder) => {
    const path = await turned(await madeFaceVideo(folder, { frames: 8 }), folder, 90);
    const base = await scene(folder);
    const whole = VARIANTS.map((one): Variant => ({ ...one, faceDetector: "whole_frame" }));
    const together = await executed(path, whole, base);
    const isolated = await executed(path, whole, { ...base, timing: "isolated" });
    same(isolated.faces, together.faces);
    for (const { name } of whole) same(ownFaces(isolated, name), ownFaces(together, name), name);
  }));

faceTest(
  "a video that is not turned is the same under every rotation, with one set of faces",
  () =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 8 });
      const record = await executed(path, VARIANTS, await scene(folder));
      same(detectionNames(record), ["mtcnn@0.5"]);
      for (const name of ["display", "none"]) {
        same(digestsOf(record, name), digestsOf(record, "opencv"));
      }
      const upsideDown = await executed(
        await turned(path, folder, 180),
        VARIANTS,
        await scene(folder),
      );
      same(digestsOf(upsideDown, "display"), digestsOf(upsideDown, "opencv"));
      same(digestsOf(upsideDown, "none").slice(1), digestsOf(record, "none").slice(1));
    }),
);
