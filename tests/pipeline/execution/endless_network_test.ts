import { equal } from "node:assert/strict";
import { inFolder } from "../../commands/in_folder.ts";
import { denoCommand } from "../../commands/run_assay.ts";
import { makeVideo } from "../../platform/ffmpeg/made_video.ts";

Deno.test("videos whose network does not end are rows; after the third the process gives up and exits", () =>
  inFolder(async (folder) => {
    const video = await makeVideo(folder, { frames: 3 });
    const program = ["tests/pipeline/execution/run_endless.ts", video, folder];
    const { code, stdout, stderr } = await denoCommand("eval", program).output();
    const row = "error NETWORK_SILENT: a network has not finished after 3 seconds.";
    const rows = ["a", "b", "c"].map((name) => `${name}.mp4 ${row}\n`);
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    equal(text(stdout), `${rows.join("")}NETWORK_SILENT\n`, text(stderr));
    equal(code, 4);
  }));
