import { DEFAULT_PATIENCE, type Patience } from "../host/countdown.ts";
import { requireOwnEnd, runTool } from "../host/tool_process.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { lacksOption, TIMESTAMP_OPTIONS, type TimestampOption } from "./timestamp_option.ts";

/** Result of decoding a whole stream. */
export interface FrameTotal {
  readonly frames: number;
  /** Whether ffmpeg succeeded; if not, the number may differ the next time. */
  readonly lasting: boolean;
}

export interface CountOptions {
  /** Ends the decoding; the call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long ffmpeg may write nothing; default: `DEFAULT_PATIENCE`. */
  readonly patience?: Patience | undefined;
}

/**
 * Counts the frames that `decodeFrames` gives for the video at `path` (absolute), by decoding it to the end. Frames
 * that an edit list cuts away do not count. Takes as long as decoding without converting pixels.
 * @throws AssayError TOOL_KILLED, TOOL_CRASHED, OUT_OF_MEMORY or TOOL_SILENT (exit code 4) when ffmpeg did not exit by
 * itself
 */
export async function countFrames(
  path: string,
  { signal, patience = DEFAULT_PATIENCE }: CountOptions = {},
): Promise<FrameTotal> {
  const [before, since] = TIMESTAMP_OPTIONS;
  const options = { signal, patience };
  return await countedBy(before, path, options) ?? await countedBy(since, path, options) ??
    { frames: 0, lasting: false };
}

/** Counts with one name of the timestamp option; `null`: this ffmpeg does not know it. */
async function countedBy(
  option: TimestampOption,
  path: string,
  { signal, patience }: CountOptions,
): Promise<FrameTotal | null> {
  signal?.throwIfAborted();
  const args = countArguments(option, path);
  const { ending, success, stdout, stderr } = await runTool(ffmpegPath(), args, {
    patience,
    signal,
  });
  signal?.throwIfAborted();
  requireOwnEnd(ending, { name: "ffmpeg", cause: stderr });
  return lacksOption(stderr) ? null : { frames: lastCount(stdout), lasting: success };
}

/** Builds the arguments. The decoder's options are those of `decodeFrames`, since others may change the count. */
function countArguments(option: TimestampOption, path: string): string[] {
  return [
    ["-v", "error", "-nostdin", "-filter_threads", "1", "-threads", "1", "-noautorotate"],
    ["-apply_cropping", "0", "-reinit_filter", "0", ...inputArguments(path), "-map", "0:v:0"],
    ["-vf", "settb=1/25,setpts=N", option, "passthrough", "-progress", "pipe:1", "-f", "null", "-"],
  ].flat();
}

/** Reads the last `frame=75` line of the progress that ffmpeg writes regularly and at the end. */
function lastCount(progress: string): number {
  return Number([...progress.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1] ?? 0);
}
