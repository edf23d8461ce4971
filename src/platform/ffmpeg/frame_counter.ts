import { DEFAULT_PATIENCE, type Patience } from "../host/countdown.ts";
import { requireOwnEnd, runTool } from "../host/tool_process.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { lacksOption, TIMESTAMP_OPTIONS, type TimestampOption } from "./timestamp_option.ts";

/** What came of decoding a whole stream. */
export interface FrameTotal {
  readonly frames: number;
  /** Whether ffmpeg ended well; if not, it may give another number the next time. */
  readonly lasting: boolean;
}

export interface CountOptions {
  /** Ends the decoding; the call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long ffmpeg may send nothing; default: `DEFAULT_PATIENCE`. */
  readonly patience?: Patience | undefined;
  /** Larger frames are not decoded, millions of pixels; default: any. */
  readonly megapixels?: number | undefined;
}

/**
 * How many frames `decodeFrames` gives of the video at `path` (absolute): decodes it to the end and drops the frames.
 * What an edit list cuts away is not among them. Takes as long as decoding, without the conversion of pixels.
 * @throws AssayError TOOL_KILLED, TOOL_CRASHED, OUT_OF_MEMORY or TOOL_SILENT (exit code 4) when ffmpeg did not end by
 * itself
 */
export async function countFrames(
  path: string,
  { signal, patience = DEFAULT_PATIENCE, megapixels }: CountOptions = {},
): Promise<FrameTotal> {
  const [before, since] = TIMESTAMP_OPTIONS;
  const options = { signal, patience, megapixels };
  return await countedBy(before, path, options) ?? await countedBy(since, path, options) ??
    { frames: 0, lasting: false };
}

/** `null`: this ffmpeg has another name for the option. */
async function countedBy(
  option: TimestampOption,
  path: string,
  { signal, patience, megapixels }: CountOptions,
): Promise<FrameTotal | null> {
  signal?.throwIfAborted();
  const args = countArguments(path, { option, megapixels });
  const { ending, success, stderr } = await runTool(ffmpegPath(), args, {
    patience,
    signal,
  });
  signal?.throwIfAborted();
  requireOwnEnd(ending, { name: "ffmpeg", cause: stderr });
  return lacksOption(stderr) ? null : { frames: lastCount(stderr), lasting: success };
}

/**
 * The decoder's options are those of `decodeFrames`: others may give another number of frames. Beside the count ffmpeg
 * writes a tiny picture now and then, since it ends when it cannot, after its reader was killed.
 */
function countArguments(
  path: string,
  { option, megapixels }: {
    readonly option: TimestampOption;
    readonly megapixels: number | undefined;
  },
): string[] {
  const input = inputArguments(path, { megapixels });
  return [
    ["-v", "error", "-nostdin", "-filter_threads", "1", "-threads", "1", "-noautorotate"],
    ["-apply_cropping", "0", "-reinit_filter", "0", ...input, "-map", "0:v:0"],
    ["-vf", "settb=1/25,setpts=N", option, "passthrough", "-progress", "pipe:2", "-f", "null", "-"],
    [
      "-map",
      "0:v:0",
      "-vf",
      "select='not(mod(n,50))',scale=16:16,format=gray",
      option,
      "passthrough",
    ],
    ["-flush_packets", "1", "-f", "rawvideo", "pipe:1"],
  ].flat();
}

/** ffmpeg says now and then, and at the end, how far it is: `frame=75` on a line. */
function lastCount(progress: string): number {
  return Number([...progress.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1] ?? 0);
}
