import assert from "node:assert/strict";
import { join } from "node:path";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";

/** Runs `test` with a folder that is removed afterwards. */
export async function inTemporaryFolder(
  test: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "assay-test-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makes a video of ffmpeg's test pattern and returns its path. */
export async function makeVideo(
  folder: string,
  { name = "video.mp4", format = "mp4", size = "64x48", frames = 50 }: {
    readonly name?: string;
    readonly format?: string;
    readonly size?: string;
    readonly frames?: number;
  } = {},
): Promise<string> {
  const path = join(folder, name);
  const source = `testsrc2=s=${size}:r=25:d=${frames / 25}`;
  const codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  const result = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, ...codec],
    ...(format === "mp4" ? ["-movflags", "faststart"] : []),
    ...["-f", format, `file:${path}`],
  ]);
  assert.ok(result.success, result.stderr);
  return path;
}

/** Makes a .mov of one PNG and returns its path. */
export async function makePicture(folder: string, size: string): Promise<string> {
  const path = join(folder, `${size}.mov`);
  const result = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-f", "lavfi", "-i", `color=c=gray:s=${size}:r=25:d=0.04`],
    ...["-c:v", "png", "-pred", "none", "-f", "mov", `file:${path}`],
  ]);
  assert.ok(result.success, result.stderr);
  return path;
}
