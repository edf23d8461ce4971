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

/**
 * Builds the arguments that make ffmpeg or ffprobe open the file at `path` (absolute) and nothing else: a file
 * name cannot act as an option or a protocol, and a container cannot refer to another file or to the network.
 */
export function inputArguments(path: string): string[] {
  return [
    "-protocol_whitelist",
    "file",
    "-format_whitelist",
    CONTAINERS.join(","),
    "-i",
    `file:${path}`,
  ];
}
