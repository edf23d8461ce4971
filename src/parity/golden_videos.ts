import { readFileSync } from "node:fs";
import { decodeJpeg } from "../base/numeric/jpeg/decode_jpeg.ts";
import type { DecodedFrame } from "../records/frame.ts";
import { fileClip } from "../records/clip_source.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";

/** Describes a video of the golden data that is missing. */
export function missingVideo(video: string): string {
  return `${video} (missing; \`deno task datasets build demo\` fetches the demo's sources)`;
}

/**
 * Decodes frames of a video in ascending order; each is valid until the next. A JPEG picture is a video of one frame.
 */
export async function* framesAt(
  path: string,
  positions: Iterable<number>,
): AsyncGenerator<Pick<DecodedFrame, "position" | "image">> {
  if (/\.jpe?g$/i.test(path)) {
    yield { position: 0, image: decodeJpeg(readFileSync(path)) };
    return;
  }
  const source = fileClip(path);
  yield* decodeFrames(source, await probeVideo(source), { positions: [...positions] });
}
