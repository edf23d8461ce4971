import { equal, ok } from "node:assert/strict";
import { inFolder } from "../../commands/in_folder.ts";
import { denoCommand } from "../../commands/run_assay.ts";
import { editStts } from "../../platform/ffmpeg/lying_video.ts";
import { makePicture, makeVideo } from "../../platform/ffmpeg/made_video.ts";
import { context, variant } from "../example_plan.ts";
import { executed } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

const FRAMES = 300;
const FRAME_BYTES = 640 * 480 * 3;

/** Scores every frame of a video in a process of its own. */
async function scoreEveryFrame(video: string, folder: string) {
  const program = ["tests/platform/host/print_memory.ts", video, folder];
  const { code, stdout, stderr } = await denoCommand("eval", program).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("a long video is streamed: memory holds a few frames at a time", () =>
  inFolder(async (folder) => {
    const video = await makeVideo(folder, { size: "640x480", frames: FRAMES });
    const { verdict, grown } = await scoreEveryFrame(video, folder);
    equal(verdict.framesRequested, FRAMES);
    equal(verdict.framesRead, FRAMES);
    equal(verdict.faces, FRAMES, "4n-1 is no limit where every frame is asked for");
    equal(verdict.fallback, null);
    ok(grown < FRAMES * FRAME_BYTES / 2, `memory grew by ${Math.round(grown / 1e6)} MB`);
  }));

Deno.test("a video that claims 60 million frames takes no memory for them, and those it has are scored", () =>
  inFolder(async (folder) => {
    const video = await makeVideo(folder, { size: "640x480", frames: 20 });
    await editStts(video, 60_000_000);
    const { verdict, grown } = await scoreEveryFrame(video, folder);
    equal(verdict.framesRequested, 60_000_000);
    equal(verdict.framesRead, 20);
    equal(verdict.faces, 20);
    ok(grown < FRAMES * FRAME_BYTES / 2, `memory grew by ${Math.round(grown / 1e6)} MB`);
  }));

Deno.test("a video with giant frames is a row that says so", () =>
  inFolder(async (folder) => {
    const video = await makePicture(folder, "9000x9000");
    const models = await tinyModels(folder);
    const { variants: [row] } = await executed(video, [variant("any")], { ...context, models });
    equal(row?.status, "failed");
    equal(row.error, "VIDEO_TOO_LARGE: the video has frames of more than 64 million pixels.");
  }));
