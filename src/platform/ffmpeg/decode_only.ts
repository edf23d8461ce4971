import { toolError } from "../../records/errors.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { runTool } from "../host/tool_process.ts";

/**
 * Decodes the first frames of a video and drops them: no conversion, no copy. What decoding costs at least.
 * @param path absolute
 * @param options how many `frames`; `threads` of the decoder, as many as `decodeFrames` has
 * @throws AssayError DECODING_FAILED (exit 4)
 */
export async function decodeOnly(
  path: string,
  { frames, threads = 1 }: { readonly frames: number; readonly threads?: number },
): Promise<void> {
  const { success, stderr } = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-threads", `${threads}`, "-noautorotate"],
    ...inputArguments(path),
    ...["-map", "0:v:0", "-frames:v", `${frames}`, "-f", "null", "-"],
  ]);
  if (success) return;
  throw toolError("DECODING_FAILED", {
    what: "ffmpeg could not decode a video into nothing",
    remedy: "Choose other videos with --dataset, --split or --limit",
    cause: stderr,
  });
}
