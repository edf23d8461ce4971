import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";

const clips = join(projectRoot(), "datasets", "demo");
const usual = "cap12-001.mp4";
const mtcnn = join(projectRoot(), "models", "mtcnn", "onet.onnx");

/** What a test over real faces lacks; empty: nothing. */
const lacks = [join(clips, usual), mtcnn].filter((path) => !existsSync(path));

/** A test over real faces; reported as ignored where `setup` has not fetched and built what it needs. */
export function faceTest(name: string, run: (t: Deno.TestContext) => Promise<void>): void {
  Deno.test({
    name: lacks.length === 0 ? name : `${name} (skipped: \`deno task setup\` has not been run)`,
    ignore: lacks.length > 0,
    fn: run,
  });
}

/**
 * Makes a video of a talking face and returns its path.
 * @param options `clip`: of the demo set, whose beginning is taken; `black` says which frames are black, as an
 * expression of ffmpeg in `n`
 */
export async function madeFaceVideo(
  folder: string,
  { name = "face.mp4", clip = usual, frames = 40, black = "0" }: {
    readonly name?: string;
    readonly clip?: string;
    readonly frames?: number;
    readonly black?: string;
  } = {},
): Promise<string> {
  const path = join(folder, name);
  const filter = `drawbox=t=fill:color=black:enable='${black}'`;
  const codec = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p"];
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-i", `file:${join(clips, clip)}`, "-an", "-vf", filter],
    ...["-frames:v", `${frames}`, ...codec, "-f", "mp4", `file:${path}`],
  ]);
  assert.ok(made.success, made.stderr);
  return path;
}
