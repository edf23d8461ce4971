import type { FrameCounts } from "../../records/video.ts";

/**
 * Explains why a variant read no frame of a video that can be opened, with a remedy: code and sentence for tables.
 * @param chosen number of frames to be read
 */
export function noFramesReason(chosen: number, counts: FrameCounts): string {
  const { frameCount, packetCount = 0, decodedCount = packetCount } = counts;
  if (decodedCount === 0) {
    return "NO_FRAMES: no frame of the stream can be decoded; replace the file or leave it out.";
  }
  const remedy = "set frameCount to decoded, as the preset fixed does.";
  if (chosen === 0) {
    return "NO_FRAME_COUNT: the container states no number of frames, so none could be chosen, " +
      `although it holds ${decodedCount}; ${remedy}`;
  }
  return `NO_FRAME_READ: none of the chosen frames could be decoded: the container claims ` +
    `${frameCount} frames and holds ${decodedCount}; ${remedy}`;
}
