import { DEFAULT_PATIENCE, type Patience } from "../host/countdown.ts";
import type { ClipSource, FileClip, MemberClip } from "../../records/video.ts";
import { requireOwnEnd, runTool } from "../host/tool_process.ts";
import { inputArguments } from "./container_input.ts";
import { isStream, pictureCount } from "./clip_stream.ts";
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
  /** Larger frames are not decoded, millions of pixels; default: any. */
  readonly megapixels?: number | undefined;
}

/**
 * Counts the frames that `decodeFrames` gives for a video, by decoding it to the end. Frames that an edit list cuts
 * away do not count. Of pictures each is a frame, and none is decoded. Takes as long as decoding without converting pixels.
 * @throws AssayError TOOL_KILLED, TOOL_CRASHED, OUT_OF_MEMORY or TOOL_SILENT (exit code 4) when ffmpeg did not exit by
 * itself
 */
export async function countFrames(
  source: ClipSource,
  { signal, patience = DEFAULT_PATIENCE, megapixels }: CountOptions = {},
): Promise<FrameTotal> {
  if (!isStream(source)) return { frames: pictureCount(source), lasting: true };
  const [before, since] = TIMESTAMP_OPTIONS;
  const options = { signal, patience, megapixels };
  return await countedBy(before, source, options) ?? await countedBy(since, source, options) ??
    { frames: 0, lasting: false };
}

/** Counts with one name of the timestamp option; `null`: this ffmpeg does not know it. */
async function countedBy(
  option: TimestampOption,
  source: FileClip | MemberClip,
  { signal, patience, megapixels }: CountOptions,
): Promise<FrameTotal | null> {
  signal?.throwIfAborted();
  const args = countArguments(source, { option, megapixels });
  const { ending, success, stderr } = await runTool(ffmpegPath(), args, {
    patience,
    signal,
  });
  signal?.throwIfAborted();
  requireOwnEnd(ending, { name: "ffmpeg", cause: stderr });
  return lacksOption(stderr) ? null : { frames: lastCount(stderr), lasting: success };
}

/**
 * Builds the arguments. The decoder's options are those of `decodeFrames`, since others may change the count. Beside the count ffmpeg
 * writes a tiny picture now and then, since it ends when it cannot, after its reader was killed.
 */
function countArguments(
  source: FileClip | MemberClip,
  { option, megapixels }: {
    readonly option: TimestampOption;
    readonly megapixels: number | undefined;
  },
): string[] {
  const input = inputArguments(source, { megapixels });
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

/** Reads the last `frame=75` line of the progress that ffmpeg writes regularly and at the end. */
function lastCount(progress: string): number {
  return Number([...progress.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1] ?? 0);
}
