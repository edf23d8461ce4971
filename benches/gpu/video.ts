import { join } from "node:path";
import type { DatasetVideo, VideoId } from "../../src/records/video.ts";
import { ffmpegPath } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { assayHome, projectRoot } from "../../src/platform/files/project.ts";
import { runTool } from "../../src/platform/host/tool_process.ts";
import { fileClip } from "../../src/records/clip_source.ts";

/** Frames of the video that is made: ten seconds, as DFDC's have. */
const FRAMES = 300;

/**
 * A video of a talking face in 1920×1080, H.264, made once from a clip of the demo dataset: what travels to a GPU
 * machine is small.
 */
export async function fullHdVideo(): Promise<string> {
  const path = join(assayHome(), "gpu-models", "face_1080p.mp4");
  if (await Deno.stat(path).then(() => true, () => false)) return path;
  await Deno.mkdir(join(path, ".."), { recursive: true });
  const clip = join(projectRoot(), "datasets", "demo", "cap12-001.mp4");
  const filter = "scale=-2:1080:flags=lanczos,pad=1920:1080:-1:-1,format=yuv420p";
  const unfinished = `${path}.tmp`;
  const { success, stderr } = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-y", "-stream_loop", "-1", "-i", `file:${clip}`, "-an"],
    ...["-vf", filter, "-frames:v", `${FRAMES}`, "-c:v", "libx264", "-preset", "fast"],
    ...["-crf", "20", "-f", "mp4", `file:${unfinished}`],
  ]);
  if (!success) throw new Error(`the video could not be made: ${stderr}`);
  await Deno.rename(unfinished, path);
  return path;
}

/** A video under many names: nothing is remembered of it from one to the next. */
export function repeated(path: string, count: number): DatasetVideo[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `${String(i).padStart(4, "0")}.mp4` as VideoId;
    return { id, source: fileClip(path), label: null, group: id, split: null, tags: {} };
  });
}
