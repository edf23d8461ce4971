import { toolKilled } from "../host/tool_process.ts";
import { lastText, startTool, stopTool, wasKilled } from "../host/tool_process.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { lacksOption, TIMESTAMP_OPTIONS, type TimestampOption } from "./timestamp_option.ts";

export interface CountOptions {
  /** Ends the decoding; the call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * How many frames `decodeFrames` gives of the video at `path` (absolute): decodes it to the end and drops the frames.
 * What an edit list cuts away is not among them. Takes as long as decoding, without the conversion of pixels.
 * @throws AssayError `TOOL_KILLED` (exit code 4) when something else ended ffmpeg
 */
export async function countFrames(path: string, { signal }: CountOptions = {}): Promise<number> {
  const [before, since] = TIMESTAMP_OPTIONS;
  return await countedBy(before, path, signal) ?? await countedBy(since, path, signal) ?? 0;
}

/** `null`: this ffmpeg has another name for the option. */
async function countedBy(
  option: TimestampOption,
  path: string,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  signal?.throwIfAborted();
  const child = startTool(ffmpegPath(), countArguments(option, path));
  const stop = () => stopTool(child);
  signal?.addEventListener("abort", stop);
  try {
    const [status, progress, complaints] = await Promise.all([
      child.status,
      lastText(child.stdout),
      lastText(child.stderr),
    ]);
    signal?.throwIfAborted();
    if (wasKilled(status)) throw toolKilled("ffmpeg", complaints);
    return lacksOption(complaints) ? null : lastCount(progress);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** The decoder's options are those of `decodeFrames`: others may give another number of frames. */
function countArguments(option: TimestampOption, path: string): string[] {
  return [
    ["-v", "error", "-nostdin", "-filter_threads", "1", "-threads", "1", "-noautorotate"],
    ["-apply_cropping", "0", "-reinit_filter", "0", ...inputArguments(path), "-map", "0:v:0"],
    ["-vf", "settb=1/25,setpts=N", option, "passthrough", "-progress", "pipe:1", "-f", "null", "-"],
  ].flat();
}

/** ffmpeg says now and then, and at the end, how far it is: `frame=75` on a line. */
function lastCount(progress: string): number {
  return Number([...progress.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1] ?? 0);
}
