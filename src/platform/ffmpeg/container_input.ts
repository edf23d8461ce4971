import { type AssayError, inputError } from "../../records/errors.ts";

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
 * Builds the arguments that make ffmpeg or ffprobe open the file at `path` (absolute) and nothing else: a file
 * name cannot act as an option or a protocol, and a container cannot refer to another file or to the network.
 * @param options `megapixels`: larger frames are refused before they take memory, whatever size the container states
 */
export function inputArguments(
  path: string,
  { megapixels }: { readonly megapixels?: number | undefined } = {},
): string[] {
  const largest = Math.round((megapixels ?? Infinity) * 1e6 + CROPPED_PIXELS);
  return [
    "-protocol_whitelist",
    "file",
    "-format_whitelist",
    CONTAINERS.join(","),
    ...(Number.isFinite(largest) ? ["-max_pixels", `${largest}`] : []),
    "-i",
    `file:${path}`,
  ];
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
