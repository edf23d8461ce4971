import { inputError } from "../../records/errors.ts";
import type {
  ClipSource,
  FileClip,
  MemberClip,
  QuarterTurn,
  VideoMetadata,
} from "../../records/video.ts";
import { DEFAULT_PATIENCE, type Patience } from "../host/countdown.ts";
import { inputArguments, refusedSize, videoTooLarge } from "./container_input.ts";
import { isStream } from "./clip_stream.ts";
import { ffprobePath } from "./ffmpeg_tools.ts";
import { loadLater } from "../host/load_later.ts";
import { requireOwnEnd, runTool } from "../host/tool_process.ts";

/** A stream in ffprobe's output; fields that the container does not provide are absent. */
interface ProbedStream {
  readonly codec_name?: string;
  readonly pix_fmt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate?: string;
  readonly time_base?: string;
  readonly nb_frames?: string;
  readonly duration?: string;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/** The fields of a packet that decide whether its frame is shown. */
interface ProbedPacket {
  /** `K`: keyframe; `D`: discarded by an edit list. */
  readonly flags?: string;
  /** Presentation time; left out: not known. */
  readonly pts?: number;
}

interface ProbeResult {
  readonly packets?: readonly ProbedPacket[];
  readonly streams?: readonly ProbedStream[];
  readonly format?: { readonly duration?: string; readonly nb_streams?: number };
}

/** Below this a duration in seconds and a rate per second count as unknown (OpenCV's `eps_zero`). */
const SMALLEST = 0.000025;

/** Largest frame count that tables can store: 2.7 years at 25 frames per second. */
const MAX_FRAMES = 2 ** 31 - 1;

/** Limits for a program that reads a video. */
export interface ReadingLimits {
  /** Largest frame, millions of pixels; default: any. */
  readonly megapixels?: number | undefined;
  /** How long the program may write nothing; default: `DEFAULT_PATIENCE`. */
  readonly patience?: Patience | undefined;
}

/**
 * Reads the metadata of a video's first video stream, cover pictures included, as OpenCV 4.6 reports them, and counts its
 * packets. Of pictures it reads the first. Decodes nothing.
 * @throws AssayError (exit code 3) with code `VIDEO_MISSING`, `VIDEO_UNREADABLE`, `VIDEO_NO_STREAM` or
 * `VIDEO_TOO_LARGE`; `TOOL_KILLED`, `TOOL_CRASHED` or `OUT_OF_MEMORY` (exit code 4) when ffprobe did not exit by
 * itself; `TOOL_SILENT` (exit code 4) when it stopped responding.
 */
export async function probeVideo(
  source: ClipSource,
  limits: ReadingLimits = {},
): Promise<VideoMetadata> {
  if (isStream(source)) return await probeStream(source, limits);
  const { probePictures } = await loadLater<typeof import("../pictures/probe_pictures.ts")>(
    new URL("../pictures/probe_pictures.ts", import.meta.url),
  );
  return await probePictures(source, limits);
}

async function probeStream(
  source: FileClip | MemberClip,
  { megapixels, patience = DEFAULT_PATIENCE }: ReadingLimits,
): Promise<VideoMetadata> {
  await assertFile(source.kind === "file" ? source.path : source.archive);
  const result = await runTool(ffprobePath(), [
    "-v",
    "error",
    "-select_streams",
    "v:0",
    "-show_streams",
    "-show_format",
    "-show_entries",
    "packet=flags,pts",
    "-of",
    "json=compact=1",
    ...inputArguments(source, { megapixels }),
  ], { patience });
  requireOwnEnd(result.ending, { name: "ffprobe", cause: result.stderr });
  if (megapixels !== undefined && refusedSize(result.stderr)) throw videoTooLarge(megapixels);
  if (!result.success) throw unreadable(result.stderr);
  const { streams, format, packets = [] } = parse(result.stdout);
  if (format?.nb_streams === 0) throw unreadable("it has no streams");
  if (streams?.[0] === undefined) throw noStream();
  const packetCount = packets.filter(({ flags }) => !flags?.includes("D")).length;
  const metadata = metadataOf(streams[0], format?.duration);
  if (megapixels !== undefined && metadata.width * metadata.height > megapixels * 1e6) {
    throw videoTooLarge(megapixels);
  }
  return { ...metadata, packetCount, leadingCount: leadingCount(packets) };
}

/** Counts the packets before the first keyframe, and those after it that are shown before it. */
function leadingCount(packets: readonly ProbedPacket[]): number {
  const isKey = ({ flags }: ProbedPacket) => flags?.includes("K") ?? false;
  const first = packets.findIndex(isKey);
  const { pts = -Infinity } = packets[first] ?? {};
  if (first === -1) return packets.length;
  const after = packets.slice(first + 1);
  const next = after.findIndex(isKey);
  const group = next === -1 ? after : after.slice(0, next);
  return first + group.filter((packet) => packet.pts !== undefined && packet.pts < pts).length;
}

function metadataOf(stream: ProbedStream, containerDuration: string | undefined): VideoMetadata {
  const width = stream.width ?? 0;
  const height = stream.height ?? 0;
  if (width <= 0 || height <= 0) throw unreadable("it has no frame size");
  const rotation = rotationOf(stream);
  const upright = rotation % 180 === 0;
  const durationSeconds = known(containerDuration) ?? known(stream.duration);
  const fps = frameRateOf(stream);
  const stated = Number(stream.nb_frames ?? 0);
  const isStated = stated > 0;
  return {
    // As OpenCV's `get_total_frames`, but no more than tables can store.
    frameCount: Math.min(
      isStated ? stated : Math.floor((durationSeconds ?? 0) * fps + 0.5),
      MAX_FRAMES,
    ),
    isEstimate: !isStated,
    fps,
    width: upright ? width : height,
    height: upright ? height : width,
    rotation,
    codec: stream.codec_name ?? "unknown",
    pixelFormat: stream.pix_fmt ?? "unknown",
    durationSeconds,
  };
}

/** Frames per second; without a mean rate, one per unit of the time base, as in OpenCV's `get_fps`. */
function frameRateOf({ avg_frame_rate, time_base }: ProbedStream): number {
  const mean = quotient(avg_frame_rate);
  if (mean >= SMALLEST) return mean;
  const unit = quotient(time_base);
  return unit > 0 ? 1 / unit : 0;
}

/**
 * Reads the rotation in degrees clockwise as OpenCV 4.6.0 applies it: the angle of the display matrix without a
 * change of sign. This is the opposite of what players do (opencv issue 22088), but it is what the reference
 * does. Angles between quarter turns are ignored.
 */
function rotationOf(stream: ProbedStream): QuarterTurn {
  const angle = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  switch ((Math.round(angle) + 360) % 360) {
    case 90:
      return 90;
    case 180:
      return 180;
    case 270:
      return 270;
    default:
      return 0;
  }
}

function known(duration: string | undefined): number | null {
  const seconds = Number(duration);
  return seconds >= SMALLEST ? seconds : null;
}

/** Parses `"30000/1001"` as a number; 0 when it is unknown. */
function quotient(fraction: string | undefined): number {
  const [numerator = NaN, denominator = NaN] = (fraction ?? "0/0").split("/").map(Number);
  const value = numerator / denominator;
  return Number.isFinite(value) ? value : 0;
}

function parse(json: string): ProbeResult {
  try {
    return JSON.parse(json) as ProbeResult;
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function assertFile(path: string): Promise<void> {
  const isFile = await Deno.stat(path).then((info) => info.isFile, () => false);
  if (isFile) return;
  throw inputError("VIDEO_MISSING", {
    what: "the video file is missing",
    remedy: "Restore the file or remove it from the labels",
  });
}

function unreadable(cause: unknown): Error {
  return inputError("VIDEO_UNREADABLE", {
    what: "the file is not a readable video",
    remedy: "Replace the file or remove it from the dataset",
    cause,
  });
}

function noStream(): Error {
  return inputError("VIDEO_NO_STREAM", {
    what: "the file has no video stream",
    remedy: "Replace the file or remove it from the dataset",
  });
}
