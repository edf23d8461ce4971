/**
 * Containers that videos may come in, by ffmpeg's names. Playlists, scripts and image sequences are left out:
 * a file that claims to be one could make ffmpeg open other files.
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
 * Arguments that make ffmpeg or ffprobe open the file at `path` (absolute) and nothing else: no name can act
 * as an option or a protocol, no container can refer to another file or to the network.
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
