import { equal, ok } from "node:assert/strict";
import { inFolder } from "../../commands/in_folder.ts";
import { denoCommand } from "../../commands/run_assay.ts";
import { makeVideo } from "../../platform/ffmpeg/made_video.ts";

const FRAMES = 300;
const FRAME_BYTES = 640 * 480 * 3;

Deno.test("a long video is streamed: memory holds a few frames at a time", () =>
  inFolder(async (folder) => {
    const video = await makeVideo(folder, { size: "640x480", frames: FRAMES });
    const program = ["tests/platform/host/print_memory.ts", video, folder];
    const { code, stdout, stderr } = await denoCommand("eval", program).output();
    equal(code, 0, new TextDecoder().decode(stderr));
    const { verdict, grown } = JSON.parse(new TextDecoder().decode(stdout));
    equal(verdict.framesRequested, FRAMES);
    equal(verdict.framesRead, FRAMES);
    equal(verdict.faces, FRAMES, "4n-1 is no limit where every frame is asked for");
    equal(verdict.fallback, null);
    ok(grown < FRAMES * FRAME_BYTES / 2, `memory grew by ${Math.round(grown / 1e6)} MB`);
  }));
