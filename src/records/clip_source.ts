import type { FileClip } from "./video.ts";

/** Makes the source of a video in a file. @param path absolute */
export function fileClip(path: string): FileClip {
  return { kind: "file", path };
}
