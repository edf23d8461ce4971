import { AssayError, inputError, toolError } from "../../records/errors.ts";
import type { DecodedFrame } from "../../records/frame.ts";
import type {
  ClipSource,
  FileClip,
  MemberClip,
  QuarterTurn,
  VideoMetadata,
} from "../../records/video.ts";
import { PositionSet } from "../../base/position_set.ts";
import { DEFAULT_PATIENCE, makeCountdown, type Patience } from "../host/countdown.ts";
import { inputArguments, refusedSize, videoTooLarge } from "./container_input.ts";
import { isStream } from "./clip_stream.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { rotateImage } from "./frame_rotation.ts";
import { selectExpression } from "./frame_selection.ts";
import {
  endingOf,
  lastText,
  requireOwnEnd,
  startTool,
  stopTool,
  toolSilent,
} from "../host/tool_process.ts";
import { loadLater } from "../host/load_later.ts";
import { lacksOption, TIMESTAMP_OPTIONS, type TimestampOption } from "./timestamp_option.ts";
import type { ReadingLimits } from "./video_probe.ts";

export interface DecodeOptions extends ReadingLimits {
  /** Positions in the stream, from 0, in any order; each frame is delivered once. */
  readonly positions: readonly number[] | PositionSet | "all";
  /** Threads of the decoder; above 1 damaged streams decode differently from run to run. Default 1. */
  readonly threads?: number;
  /** Stops decoding; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Degrees by which frames are rotated clockwise; left out: as OpenCV 4.6 rotates them. */
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
 * Most pixels that are decoded before ffmpeg has to emit a frame, requested or not: a few seconds at most. Without
 * output it cannot be told from a hanging program, and does not notice that its reader is gone.
 */
const SILENT_PIXELS = 5e8;

/**
 * Decodes frames of a video in ascending order of position, with the bytes that OpenCV 4.6 gives after BGR→RGB, rotated by `turn` or, by default, as OpenCV does. One frame is in memory at a time:
 * its pixels are valid until the next one is requested. A stream that ends early gives fewer frames and no error.
 * @throws AssayError `VIDEO_UNDECODABLE` (exit code 3) when there is no frame and ffmpeg failed;
 * `VIDEO_TOO_LARGE` (exit code 3) when frames are larger than `megapixels`, whatever the container states;
 * `TOOL_KILLED`, `TOOL_CRASHED` or `OUT_OF_MEMORY` (exit code 4) when ffmpeg did not exit by itself, even after
 * some frames; `TOOL_SILENT` (exit code 4) when it stopped responding; `HARDWARE_DECODING_FAILED` (exit code 4), at the
 * latest after the last frame, when ffmpeg complained while a GPU decoded, which hides damage in its own way.
 */
export async function* decodeFrames(
  source: ClipSource,
  metadata: VideoMetadata,
  options: DecodeOptions,
): AsyncGenerator<DecodedFrame, void, void> {
  const wanted = options.positions === "all" ? null : positionSet(options.positions);
  if (wanted?.size === 0) return;
  if (isStream(source)) return yield* streamFrames(source, metadata, { ...options, wanted });
  const { decodePictures } = await loadLater<typeof import("../pictures/decode_pictures.ts")>(
    new URL("../pictures/decode_pictures.ts", import.meta.url),
  );
  yield* decodePictures(source, { turn: metadata.rotation, ...options, wanted });
}

async function* streamFrames(
  source: FileClip | MemberClip,
  metadata: VideoMetadata,
  { wanted, ...options }: DecodeOptions & { readonly wanted: PositionSet | null },
): AsyncGenerator<DecodedFrame, void, void> {
  const size = storedSize(metadata);
  const { turn = metadata.rotation } = options;
  const every = Math.max(1, Math.round(SILENT_PIXELS / (size.width * size.height)));
  const emission = emissionOf(wanted, { every });
  const emitted = emittedPositions(wanted, { every, ...emission });
  const target = new Uint8Array(turn === 0 ? 0 : size.width * size.height * 3);
  for await (const data of rawFrames(source, { ...options, size, emission })) {
    const position = emitted.next().value;
    if (position === undefined || wanted?.has(position) === false) continue;
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
async function* rawFrames(
  source: FileClip | MemberClip,
  options: RawOptions,
): AsyncGenerator<Uint8Array> {
  const [before, since] = TIMESTAMP_OPTIONS;
  try {
    yield* toolFrames(source, { ...options, timestamps: before });
  } catch (error) {
    if (!(error instanceof AssayError && lacksOption(error.cause))) throw error;
    yield* toolFrames(source, { ...options, timestamps: since });
  }
}

async function* toolFrames(
  source: FileClip | MemberClip,
  options: ToolOptions,
): AsyncGenerator<Uint8Array> {
  options.signal?.throwIfAborted();
  const child = startTool(ffmpegPath(), decodeArguments(source, options));
  const messages = lastText(child.stderr);
  const stop = () => stopTool(child);
  options.signal?.addEventListener("abort", stop);
  const { size, patience = DEFAULT_PATIENCE } = options;
  const length = size.width * size.height * 3;
  let frames = 0;
  let isSilent = false;
  try {
    const onSilence = () => {
      isSilent = true;
      stop();
    };
    for await (const frame of chunks(child.stdout, { length, patience, onSilence })) {
      frames++;
      // All wanted frames have arrived: stop ffmpeg while the caller works on the last one.
      if (frames === options.emission.count && !options.hardware) stop();
      yield frame;
    }
    if (frames === options.emission.count && !options.hardware) return;
    if (isSilent) throw toolSilent("ffmpeg", patience);
    const status = await child.status;
    options.signal?.throwIfAborted();
    if (options.hardware) assertNoErrors(status, await messages);
    const { megapixels } = options;
    assertSound(status, { frames, messages: await messages, megapixels });
  } finally {
    options.signal?.removeEventListener("abort", stop);
    stop();
    // A silent process is not waited for: the system may be unable to kill it, as while a disk does not respond.
    if (!isSilent) await Promise.all([child.status, messages]);
  }
}

/**
 * Cuts a stream into pieces of `length` bytes, all in one buffer; an incomplete last piece is dropped. When a
 * piece takes too long, calls `onSilence` and ends.
 */
async function* chunks(
  stream: ReadableStream<Uint8Array>,
  { length, patience, onSilence }: {
    readonly length: number;
    readonly patience: Patience;
    readonly onSilence: () => void;
  },
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" });
  const countdown = makeCountdown(patience, () => {
    onSilence();
    reader.cancel().catch(() => {}); // ends the pending read
  });
  try {
    let buffer = new ArrayBuffer(length);
    while (true) {
      countdown.restart();
      const { value } = await reader.read(new Uint8Array(buffer), { min: length });
      countdown.stop(); // the caller's own time does not count
      if (value === undefined || value.byteLength < length) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    countdown.stop();
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
  outcome: {
    readonly frames: number;
    readonly messages: string;
    readonly megapixels: number | undefined;
  },
): void {
  const { megapixels, messages } = outcome;
  requireOwnEnd(endingOf(status, messages), { name: "ffmpeg", cause: messages });
  if (megapixels !== undefined && refusedSize(messages)) throw videoTooLarge(megapixels);
  if (!status.success && outcome.frames === 0) {
    throw inputError("VIDEO_UNDECODABLE", {
      what: "no frame of the video can be decoded",
      remedy: "Replace the file or remove it from the dataset",
      cause: messages,
    });
  }
}

function decodeArguments(
  source: FileClip | MemberClip,
  { size, emission, timestamps, megapixels, threads = 1, hardware = null }: ToolOptions,
): string[] {
  return [
    ["-v", "error", "-nostdin", "-filter_threads", "1"],
    hardware === null ? [] : ["-hwaccel", "cuda", "-hwaccel_output_format", "cuda"],
    ["-threads", `${threads}`, "-noautorotate", "-apply_cropping", "0", "-reinit_filter", "0"],
    inputArguments(source, { megapixels }),
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
    // Timestamps are replaced by frame numbers: in some containers they are missing or repeated. Any time base will do.
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

function emissionOf(
  wanted: PositionSet | null,
  { every }: { readonly every: number },
): Emission {
  if (wanted === null) return { expression: null, count: null };
  const { last } = wanted;
  if (last < every) { // short enough to need no frames in between
    const expression = selectExpression(wanted);
    return { expression, count: expression === null ? last + 1 : wanted.size };
  }
  const expression = selectExpression(wanted, { every });
  if (expression === null) return { expression, count: last + 1 };
  return { expression, count: wanted.size + unwantedMultiples(wanted, every) };
}

/** Counts the multiples of a number up to the last requested position that are not requested themselves. */
function unwantedMultiples({ first, end, rest, last }: PositionSet, every: number): number {
  const below = (position: number) => Math.ceil(position / every);
  const inRun = below(end) - below(first);
  const single = rest.reduce((count, position) => count + (position % every === 0 ? 1 : 0), 0);
  return below(last + 1) - inRun - single;
}

/** Positions of the frames that ffmpeg emits, requested or not, in order. */
function* emittedPositions(
  wanted: PositionSet | null,
  { expression, every }: Emission & { readonly every: number },
): Generator<number, undefined> {
  if (wanted === null || expression === null) {
    for (let position = 0;; position++) yield position;
  }
  let multiple = wanted.last < every ? Infinity : 0;
  for (const position of wanted) {
    for (; multiple < position; multiple += every) yield multiple;
    if (multiple === position) multiple += every;
    yield position;
  }
  return undefined;
}

function storedSize({ width, height, rotation }: VideoMetadata): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

function positionSet(positions: readonly number[] | PositionSet): PositionSet {
  if (positions instanceof PositionSet) return positions;
  const bad = positions.find((position) => !Number.isSafeInteger(position) || position < 0);
  if (bad !== undefined) throw new RangeError(`${bad} is not a position in a stream`);
  return PositionSet.of(positions);
}
