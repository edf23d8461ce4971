import { type AssayError, inputError } from "../../records/errors.ts";
import type { FileClip, MemberClip } from "../../records/video.ts";

/**
 * Container formats that videos may have, by ffmpeg's names. Playlists, scripts and image sequences are left
 * out: such a file could make ffmpeg open other files.
 */
const CONTAINERS = [
  "mov",
  "matroska",
  "avi",
  "mpegts",
  "mpeg",
  "mpegvideo",
  "flv",
  "asf",
  "ogg",
  "ivf",
  "nut",
];

/** Allowance above the limit on frame size, for rows and columns that a stream crops away. */
const CROPPED_PIXELS = 1e6;

/**
 * Builds the arguments that make ffmpeg or ffprobe open a video's file, or its bytes in an archive, and nothing else: a
 * file name cannot act as an option or a protocol, and a container cannot refer to another file or to the network.
 * @param options `megapixels`: larger frames are refused before they take memory, whatever size the container states
 */
export function inputArguments(
  source: FileClip | MemberClip,
  { megapixels }: { readonly megapixels?: number | undefined } = {},
): string[] {
  const largest = Math.round((megapixels ?? Infinity) * 1e6 + CROPPED_PIXELS);
  return [
    "-protocol_whitelist",
    source.kind === "file" ? "file" : "subfile,file",
    "-format_whitelist",
    CONTAINERS.join(","),
    ...(Number.isFinite(largest) ? ["-max_pixels", `${largest}`] : []),
    "-i",
    inputUrl(source),
  ];
}

/**
 * ffmpeg's name for a file, or for a range of its bytes. It looks for options before the first `:` alone, so that no
 * character of a path has a meaning.
 */
export function inputUrl(source: FileClip | MemberClip): string {
  if (source.kind === "file") return `file:${source.path}`;
  return `subfile,,start,${source.start},end,${source.end},,:file:${source.archive}`;
}

/** Whether ffmpeg or ffprobe refused a frame because of `megapixels`. */
export function refusedSize(messages: string): boolean {
  return messages.includes("exceeds specified max pixel count");
}

/** Makes the error for a video with frames above the limit. */
export function videoTooLarge(megapixels: number): AssayError {
  return inputError("VIDEO_TOO_LARGE", {
    what: `the video has frames of more than ${megapixels} million pixels`,
    remedy: "Scale it down, or raise limits.megapixels in the config where memory allows",
  });
}
