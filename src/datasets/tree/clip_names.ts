/** Extensions of video files, in lower case: those whose containers ffmpeg is allowed to open. */
export const VIDEO_EXTENSIONS = [
  ...["mp4", "m4v", "mov", "qt", "3gp", "3g2", "f4v", "mkv", "webm", "avi", "divx", "wmv", "asf"],
  ...["ts", "mts", "m2t", "m2ts", "mpg", "mpeg", "mpe", "m1v", "m2v", "vob", "flv", "ogv", "ogg"],
  ...["ivf", "nut"],
] as const;

/** Extensions of files that hold moving pictures in containers that are not opened, in lower case. */
const OTHER_EXTENSIONS = [
  ...[
    "gif",
    "mxf",
    "rm",
    "rmvb",
    "dv",
    "y4m",
    "yuv",
    "h264",
    "264",
    "h265",
    "hevc",
    "265",
    "mjpeg",
  ],
  ...["mjpg", "apng", "swf", "wtv", "dvr-ms", "amv", "mod", "tod", "r3d", "braw", "insv"],
] as const;

/** Extensions of pictures that may be frames, in lower case. */
export const FRAME_EXTENSIONS = ["png", "jpg", "jpeg", "webp"] as const;

const VIDEOS = new Set<string>(VIDEO_EXTENSIONS);
const OTHERS = new Set<string>(OTHER_EXTENSIONS);
const FRAMES = new Set<string>(FRAME_EXTENSIONS);

/** Whether a file is a video by its name. */
export function isVideoName(name: string): boolean {
  return VIDEOS.has(extensionOf(name));
}

/** Whether a file holds moving pictures by its name, in a form that is not read. */
export function isOtherVideoName(name: string): boolean {
  return OTHERS.has(extensionOf(name));
}

/** Whether a file may be a frame by its name. */
export function isFrameName(name: string): boolean {
  return FRAMES.has(extensionOf(name));
}

/** The part after the last dot, in lower case; empty: none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1).toLowerCase();
}

/** A name without the part after its last dot. */
export function withoutExtension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? name : name.slice(0, dot);
}

/** A name without a video's extension. */
export function stemOf(name: string): string {
  return isVideoName(name) ? withoutExtension(name) : name;
}
