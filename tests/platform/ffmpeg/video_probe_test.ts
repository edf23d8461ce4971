import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { inTemporaryFolder, makeVideo } from "./made_video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

async function assertRefused(path: string, code: string): Promise<void> {
  await assert.rejects(() => probeVideo(fileClip(path)), (error) => {
    assert.ok(error instanceof AssayError, String(error));
    assert.deepEqual([error.code, error.exitCode], [code, 3]);
    assert.ok(!error.message.includes(path) && !error.message.includes("\n"), error.message);
    return true;
  });
}

Deno.test("the metadata of a plain video", () =>
  inTemporaryFolder(async (folder) => {
    assert.deepEqual(await probeVideo(fileClip(await makeVideo(folder))), {
      frameCount: 50,
      isEstimate: false,
      packetCount: 50,
      leadingCount: 0,
      fps: 25,
      width: 64,
      height: 48,
      rotation: 0,
      codec: "h264",
      pixelFormat: "yuv420p",
      durationSeconds: 2,
    });
  }));

Deno.test("a file that is not a video is refused in one line", () =>
  inTemporaryFolder(async (folder) => {
    const whole = await Deno.readFile(await makeVideo(folder));
    const files: Record<string, string | Uint8Array> = {
      "text.mp4": "This is no video.\n",
      "empty.mp4": "",
      "head.mp4": whole.subarray(0, 40),
    };
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
      await assertRefused(path, "VIDEO_UNREADABLE");
    }
    await assertRefused(join(folder, "absent.mp4"), "VIDEO_MISSING");
    await assertRefused(folder, "VIDEO_MISSING");
  }));

Deno.test("a playlist under a video's name opens no other file", () =>
  inTemporaryFolder(async (folder) => {
    await makeVideo(folder, { name: "other.mp4" });
    const playlists = {
      "concat.mp4": "ffconcat version 1.0\nfile other.mp4\n",
      "hls.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nother.mp4\n#EXT-X-ENDLIST\n",
    };
    for (const [name, content] of Object.entries(playlists)) {
      await Deno.writeTextFile(join(folder, name), content);
      await assertRefused(join(folder, name), "VIDEO_UNREADABLE");
    }
  }));

Deno.test("a file with sound alone has no video stream", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "sound.mp4");
    const made = await runTool(ffmpegPath(), [
      ...["-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", path],
    ]);
    assert.ok(made.success, made.stderr);
    await assertRefused(path, "VIDEO_NO_STREAM");
  }));
