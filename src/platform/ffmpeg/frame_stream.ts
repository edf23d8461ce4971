import { AssayError, inputError, toolError } from "../../records/errors.ts";
import type { DecodedFrame } from "../../records/frame.ts";
import type { QuarterTurn, VideoMetadata } from "../../records/video.ts";
import { inputArguments } from "./container_input.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { rotateImage } from "./frame_rotation.ts";
import { selectExpression } from "./frame_selection.ts";
import { endingOf, lastText, requireOwnEnd, startTool, stopTool } from "../host/tool_process.ts";
import { lacksOption, TIMESTAMP_OPTIONS, type TimestampOption } from "./timestamp_option.ts";

export interface DecodeOptions {
  /** Positions in the stream, from 0, in any order; each frame is delivered once. */
  readonly positions: readonly number[] | "all";
  /** Threads of the decoder; above 1 damaged streams decode differently from run to run. Default 1. */
  readonly threads?: number;
  /** Stops decoding; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How far clockwise frames are turned, degrees; left out: as OpenCV 4.6 turns them. */
  readonly turn?: QuarterTurn;
  /** Decodes on an NVIDIA GPU. Default: software. */
  readonly hardware?: HardwareDecoding | null;
}

/** Pixel formats of decoding on a GPU: frames are downloaded in one and converted to the stream's own. */
export interface HardwareDecoding {
  /** Format that the GPU delivers, such as `nv12`. */
  readonly downloaded: string;
  /** Format of the stream, such as `yuv420p`, with the same number of bits. */
  readonly stored: string;
}

/** Frames that ffmpeg emits; `expression` `null`: every frame from the first, `count` `null`: to the end. */
interface Emission {
  readonly expression: string | null;
  readonly count: number | null;
}

/**
 * Decodes frames of the video at `path` (absolute) in ascending order of position, with the bytes that
 * OpenCV 4.6 gives after BGR→RGB, turned as it turns them unless `turn` says otherwise. One frame is in memory at a time: its pixels are valid
 * until the next one is asked for. A stream that ends early gives fewer frames and no error.
 * @throws AssayError `VIDEO_UNDECODABLE` (exit code 3) when there is no frame and ffmpeg failed;
 * `TOOL_KILLED`, `TOOL_CRASHED` or `OUT_OF_MEMORY` (exit code 4) when ffmpeg did not come to an end of its own, also
 * halfway through; `HARDWARE_DECODING_FAILED` (exit code 4), at the
 * latest after the last frame, when ffmpeg complained while a GPU decoded, which hides damage in its own way.
 */
export async function* decodeFrames(
  path: string,
  metadata: VideoMetadata,
  options: DecodeOptions,
): AsyncGenerator<DecodedFrame, void, void> {
  const wanted = options.positions === "all" ? null : ascending(options.positions);
  if (wanted?.length === 0) return;
  const emission = emissionOf(wanted);
  const pick = mapPositions(wanted, emission);
  const size = storedSize(metadata);
  const { turn = metadata.rotation } = options;
  const target = new Uint8Array(turn === 0 ? 0 : size.width * size.height * 3);
  let emitted = 0;
  for await (const data of rawFrames(path, { ...options, size, emission })) {
    const position = pick(emitted++);
    if (position === null) continue;
    yield { position, image: rotateImage({ ...size, data }, { rotation: turn, target }) };
  }
}

interface RawOptions extends DecodeOptions {
  readonly size: Size;
  readonly emission: Emission;
}

interface ToolOptions extends RawOptions {
  readonly timestamps: TimestampOption;
}

/** Width and height, pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Yields the frames that ffmpeg emits, each in the same buffer. */
async function* rawFrames(path: string, options: RawOptions): AsyncGenerator<Uint8Array> {
  const [before, since] = TIMESTAMP_OPTIONS;
  try {
    yield* toolFrames(path, { ...options, timestamps: before });
  } catch (error) {
    if (!(error instanceof AssayError && lacksOption(error.cause))) throw error;
    yield* toolFrames(path, { ...options, timestamps: since });
  }
}

async function* toolFrames(path: string, options: ToolOptions): AsyncGenerator<Uint8Array> {
  options.signal?.throwIfAborted();
  const child = startTool(ffmpegPath(), decodeArguments(path, options));
  const messages = lastText(child.stderr);
  const stop = () => stopTool(child);
  options.signal?.addEventListener("abort", stop);
  let frames = 0;
  try {
    for await (const frame of chunks(child.stdout, options.size.width * options.size.height * 3)) {
      frames++;
      // All wanted frames have arrived: stop ffmpeg while the caller works on the last one.
      if (frames === options.emission.count && !options.hardware) stop();
      yield frame;
    }
    if (frames === options.emission.count && !options.hardware) return;
    const status = await child.status;
    options.signal?.throwIfAborted();
    if (options.hardware) assertNoErrors(status, await messages);
    assertSound(status, { frames, messages: await messages });
  } finally {
    options.signal?.removeEventListener("abort", stop);
    stop();
    await Promise.all([child.status, messages]);
  }
}

/** Cuts a stream into pieces of `length` bytes, all in one buffer; an incomplete last piece is dropped. */
async function* chunks(
  stream: ReadableStream<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" });
  try {
    let buffer = new ArrayBuffer(length);
    while (true) {
      const { value } = await reader.read(new Uint8Array(buffer), { min: length });
      if (value === undefined || value.byteLength < length) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    await reader.cancel();
  }
}

function assertNoErrors({ success }: Deno.CommandStatus, messages: string): void {
  if (success && messages === "") return;
  throw toolError("HARDWARE_DECODING_FAILED", {
    what: "the GPU reported errors while it decoded a video",
    remedy: "No action is needed: the video is decoded again by software",
    cause: messages,
  });
}

function assertSound(
  status: Deno.CommandStatus,
  outcome: { readonly frames: number; readonly messages: string },
): void {
  const { messages } = outcome;
  requireOwnEnd(endingOf(status, messages), { name: "ffmpeg", cause: messages });
  if (!status.success && outcome.frames === 0) {
    throw inputError("VIDEO_UNDECODABLE", {
      what: "no frame of the video can be decoded",
      remedy: "Replace the file or remove it from the dataset",
      cause: messages,
    });
  }
}

function decodeArguments(
  path: string,
  { size, emission, timestamps, threads = 1, hardware = null }: ToolOptions,
): string[] {
  return [
    ["-v", "error", "-nostdin", "-filter_threads", "1"],
    hardware === null ? [] : ["-hwaccel", "cuda", "-hwaccel_output_format", "cuda"],
    ["-threads", `${threads}`, "-noautorotate", "-apply_cropping", "0", "-reinit_filter", "0"],
    inputArguments(path),
    ["-map", "0:v:0", "-vf", filters(size, { ...emission, hardware })],
    emission.count === null ? [] : ["-frames:v", `${emission.count}`],
    [timestamps, "passthrough", "-f", "rawvideo", "-"],
  ].flat();
}

/**
 * Builds the filter chain that reproduces OpenCV's pixels. OpenCV converts the decoder's whole buffer to BGR,
 * including rows and columns that the stream crops away, with swscale's bicubic without its exact flags. It
 * treats every stream as BT.601 in limited range unless the pixel format itself is a full-range one (`yuvj…`).
 * Each of these changes the bytes of some streams: a direct conversion to RGB differs by up to 5 levels on
 * 10-bit video, and by more on streams tagged BT.709.
 */
function filters(
  { width, height }: Size,
  { expression, hardware }: Emission & { readonly hardware: HardwareDecoding | null },
): string {
  return [
    ...(expression === null ? [] : [`select='${expression}'`]), // on the GPU, only these are downloaded
    ...(hardware === null ? [] : buildGpuFilters(hardware)),
    "setparams=range=unspecified",
    "scale=flags=bicubic:in_color_matrix=bt601",
    "format=bgr24",
    `crop='min(iw,${width})':'min(ih,${height})':0:0:exact=1`,
    `scale=${width}:${height}`, // changes nothing, unless the frames are smaller than the container states
    "format=rgb24",
    // Frames are numbered anew, since some containers give none of them a timestamp, or two the same; any unit will do.
    "settb=1/25",
    "setpts=N",
  ].join(",");
}

/**
 * Builds the filters for a GPU, which fail if ffmpeg silently decoded by software. Both conversions are
 * lossless.
 */
function buildGpuFilters({ downloaded, stored }: HardwareDecoding): string[] {
  return ["hwdownload", `format=${downloaded}`, `format=${stored}`];
}

function emissionOf(wanted: readonly number[] | null): Emission {
  if (wanted === null) return { expression: null, count: null };
  const expression = selectExpression(wanted);
  return { expression, count: expression === null ? wanted.at(-1)! + 1 : wanted.length };
}

/** Maps the index among emitted frames to the position in the stream; `null`: not wanted. */
function mapPositions(
  wanted: readonly number[] | null,
  { expression }: Emission,
): (emitted: number) => number | null {
  if (wanted === null) return (emitted) => emitted;
  if (expression !== null) return (emitted) => wanted[emitted] ?? null;
  const set = new Set(wanted);
  return (emitted) => set.has(emitted) ? emitted : null;
}

function storedSize({ width, height, rotation }: VideoMetadata): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

function ascending(positions: readonly number[]): number[] {
  const bad = positions.find((position) => !Number.isSafeInteger(position) || position < 0);
  if (bad !== undefined) throw new RangeError(`${bad} is not a position in a stream`);
  return [...new Set(positions)].sort((a, b) => a - b);
}
