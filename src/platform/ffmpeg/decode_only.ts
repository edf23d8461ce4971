import { toolError } from "../../records/errors.ts";
import type { FileClip, MemberClip } from "../../records/video.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { runTool } from "../host/tool_process.ts";

/**
 * Decodes the first frames of a video and drops them, without conversion or copying: the lower bound of what
 * decoding costs.
 * @param options `frames`: number of frames; `threads`: threads of the decoder, as in `decodeFrames`
 * @throws AssayError DECODING_FAILED (exit 4)
 */
export async function decodeOnly(
  source: FileClip | MemberClip,
  { frames, threads = 1 }: { readonly frames: number; readonly threads?: number },
): Promise<void> {
  const { success, stderr } = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-threads", `${threads}`, "-noautorotate"],
    ...inputArguments(source),
    ...["-map", "0:v:0", "-frames:v", `${frames}`, "-f", "null", "-"],
  ]);
  if (success) return;
  throw toolError("DECODING_FAILED", {
    what: "ffmpeg could not decode a video",
    remedy: "Choose other videos with --dataset, --split or --limit",
    cause: stderr,
  });
}
