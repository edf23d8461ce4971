import { linspace } from "../../src/base/numeric/numpy/linspace.ts";
import { createDecoderChoice, FFMPEG_DECODING } from "../../src/platform/ffmpeg/decoder_choice.ts";
import { decodeFrames, type HardwareDecoding } from "../../src/platform/ffmpeg/frame_stream.ts";
import { ffmpegPath } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { runTool } from "../../src/platform/host/tool_process.ts";
import { probeVideo } from "../../src/platform/ffmpeg/video_probe.ts";
import type { Decoding } from "./result.ts";
import { fileClip } from "../../src/records/clip_source.ts";

/** Frames of a video that the reference wants. */
const FRAMES = 32;

/** Videos that each process decodes, one after another. */
const VIDEOS = 4;

/** What the decoders deliver, alone: 32 frames spread over the video at `path`, by software and by the GPU. */
export async function* measureDecoding(
  path: string,
  processes: readonly number[],
): AsyncGenerator<Decoding> {
  const metadata = await probeVideo(fileClip(path));
  const choice = createDecoderChoice(FFMPEG_DECODING);
  const gpu = await choice.choose(fileClip(path), metadata);
  if (gpu === null) console.log(await complaintOf(path));
  const positions = linspace(metadata.frameCount - 1, FRAMES);
  const measured: Decoding = { kind: "decoding", video: path, notes: choice.notes(), rates: [] };
  const rates: Decoding["rates"][number][] = [];
  for (const hardware of gpu === null ? [null] : [null, gpu]) {
    for (const count of processes) {
      const videosPerSecond = await rate(count, () => decodeOnce(hardware));
      const decoder = hardware === null ? "software" as const : "cuda" as const;
      rates.push({ decoder, processes: count, videosPerSecond });
      yield { ...measured, rates };
    }
  }

  async function decodeOnce(hardware: HardwareDecoding | null): Promise<void> {
    let frames = 0;
    for await (const _ of decodeFrames(fileClip(path), metadata, { positions, hardware })) frames++;
    if (frames === 0) throw new Error("no frame was decoded");
  }
}

/** What ffmpeg says when it is to decode on a GPU; the reason that is noted leaves it out. */
async function complaintOf(path: string): Promise<string> {
  const decode = ["-hwaccel", "cuda", "-hwaccel_output_format", "cuda", "-i", `file:${path}`];
  const output = ["-vf", "hwdownload,format=nv12", "-frames:v", "3", "-f", "null", "-"];
  const { success, stderr } = await runTool(ffmpegPath(), ["-v", "warning", ...decode, ...output]);
  return `ffmpeg on the GPU ${success ? "decodes" : "fails"}: ${stderr.trim().slice(-1500)}`;
}

/** Videos per second of `processes` at a time. */
async function rate(processes: number, decodeOnce: () => Promise<void>): Promise<number> {
  await decodeOnce();
  const start = performance.now();
  await Promise.all(Array.from({ length: processes }, async () => {
    for (let video = 0; video < VIDEOS; video++) await decodeOnce();
  }));
  return processes * VIDEOS * 1000 / (performance.now() - start);
}
