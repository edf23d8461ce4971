import type { RgbImage } from "../../records/frame.ts";
import type { FileClip, MemberClip } from "../../records/video.ts";
import { webpColours } from "../../base/numeric/images/webp_colours.ts";
import { inputUrl } from "../ffmpeg/container_input.ts";
import { ffmpegPath } from "../ffmpeg/ffmpeg_tools.ts";
import { DEFAULT_PATIENCE, type Patience } from "../host/countdown.ts";
import { requireOwnEnd, runToolForBytes } from "../host/tool_process.ts";
import type { PictureHeader } from "./picture_header.ts";

/** Pixels that a decoder may add to the picture's own, as its blocks are whole. */
const PADDED_PIXELS = 1e6;

/**
 * Decodes a WebP picture by ffmpeg, to the bytes that OpenCV gives; transparency is dropped.
 * @throws RangeError when it is damaged; AssayError (exit 4) when ffmpeg did not exit by itself
 */
export async function decodeWebp(
  picture: FileClip | MemberClip,
  { width, height, pixelFormat }: PictureHeader,
  { patience = DEFAULT_PATIENCE, signal }: {
    readonly patience?: Patience | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<RgbImage> {
  const isLossy = pixelFormat === "yuv420p";
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const size = isLossy ? width * height + 2 * chroma : 3 * width * height;
  const { ending, stderr, output } = await runToolForBytes(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-noautorotate", "-threads", "1", "-filter_threads", "1"],
    ...["-protocol_whitelist", picture.kind === "file" ? "file" : "subfile,file"],
    ...["-format_whitelist", "webp_pipe", "-max_pixels", `${width * height + PADDED_PIXELS}`],
    ...["-f", "webp_pipe", "-i", inputUrl(picture), "-map", "0:v:0", "-frames:v", "1"],
    ...["-pix_fmt", isLossy ? "yuv420p" : "rgb24", "-f", "rawvideo", "-"],
  ], { patience, signal, most: size });
  signal?.throwIfAborted();
  requireOwnEnd(ending, { name: "ffmpeg", cause: stderr });
  if (output.length < size) throw new RangeError("a damaged WebP file");
  return isLossy ? webpColours(output, { width, height }) : { width, height, data: output };
}
