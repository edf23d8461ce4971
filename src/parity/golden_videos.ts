import type { DecodedFrame } from "../records/frame.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";

/** What is said of a video of the golden data that is not here. */
export function notHere(video: string): string {
  return `${video} (not here; \`deno task datasets build demo\` fetches it)`;
}

/** Frames of a video in ascending order, each valid until the next. */
export async function* framesAt(
  path: string,
  positions: Iterable<number>,
): AsyncGenerator<DecodedFrame> {
  yield* decodeFrames(path, await probeVideo(path), { positions: [...positions] });
}
