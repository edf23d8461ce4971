import { existsSync } from "node:fs";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { sharedIsHere, sharedPath } from "../../shared_data.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

const VIDEOS = {
  "facenet-video.mp4": { path: ["media", "facenet-video.mp4"], width: 1920, height: 1080 },
  "gap.mp4": { path: ["golden", "video", "gap.mp4"], width: 640, height: 360 },
} as const;

/** Videos of the golden data that need not be fetched. */
export type GoldenVideo = keyof typeof VIDEOS;

export function isGoldenVideo(name: string): name is GoldenVideo {
  return name in VIDEOS;
}

/** Frames of a golden video in ascending order, each valid until the next. */
export function goldenFrames(name: GoldenVideo, positions: readonly number[]) {
  const { path, width, height } = VIDEOS[name];
  const metadata = {
    frameCount: 105,
    fps: 25,
    width,
    height,
    rotation: 0,
    codec: "h264",
    pixelFormat: "yuv420p",
    durationSeconds: null,
  } as const;
  return decodeFrames(fileClip(sharedPath(...path)), metadata, { positions });
}

/** A test over golden frames: reported as ignored, with the reason in its name, where something lacks. */
export function framesTest(
  name: string,
  run: () => Promise<void>,
  { alsoNeeds = [] }: { readonly alsoNeeds?: readonly string[] } = {},
): void {
  const lacks = [
    ...(sharedIsHere ? [] : ["../shared"]),
    ...[ffmpegPath(), ...alsoNeeds].filter((path) => !existsSync(path)),
  ].map((path) => path.split("/").slice(-2).join("/"));
  Deno.test({
    name: lacks.length === 0 ? name : `${name} (skipped: ${lacks.join(", ")} not here)`,
    ignore: lacks.length > 0,
    fn: run,
  });
}
