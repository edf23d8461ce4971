import { join } from "node:path";
import type { RgbImage } from "../records/frame.ts";
import { type FrameEncoder, openFrameEncoder } from "../platform/ffmpeg/frame_encoder.ts";

/** A function that writes a video from the frames that `frames` yields: at least one, all of the same size. */
export type WriteClip = (
  name: string,
  fps: number,
  frames: () => AsyncIterable<RgbImage> | Iterable<RgbImage>,
) => Promise<void>;

/** Creates a writer of clips into `folder`, all with the same encoder settings. */
export function clipWriter(
  folder: string,
  { ffmpeg, crf }: { readonly ffmpeg: string; readonly crf: number },
): WriteClip {
  return async (name, fps, frames) => {
    let encoder: FrameEncoder | null = null;
    try {
      for await (const frame of frames()) {
        const { width, height } = frame;
        encoder ??= openFrameEncoder(ffmpeg, { path: join(folder, name), width, height, fps, crf });
        await encoder.write(frame);
      }
      await encoder?.finish();
    } finally {
      await encoder?.abort();
    }
  };
}
