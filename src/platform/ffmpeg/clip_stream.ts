import type {
  ClipSource,
  FileClip,
  FramesClip,
  MemberClip,
  MemberFramesClip,
} from "../../records/video.ts";

/** Whether a clip is a stream in a container, which ffmpeg reads; otherwise it is made of pictures. */
export function isStream(source: ClipSource): source is FileClip | MemberClip {
  return source.kind === "file" || source.kind === "member";
}

/** Number of pictures of a clip. */
export function pictureCount(source: FramesClip | MemberFramesClip): number {
  return source.kind === "frames" ? source.names.length : source.spans.length;
}
