import type { ClipSource, FileClip } from "./video.ts";

/** Makes the source of a video in a file. @param path absolute */
export function fileClip(path: string): FileClip {
  return { kind: "file", path };
}

/** The path of a video's file. @throws RangeError when it is in none */
export function clipPath(source: ClipSource): string {
  if (source.kind === "file") return source.path;
  throw new RangeError("this clip is not a file");
}
