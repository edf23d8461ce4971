import type { FrameCounts } from "../../records/video.ts";

/**
 * Why a variant read no frame of a video that can be opened, and what helps: a code and a sentence for tables.
 * @param chosen how many frames were to be read
 */
export function noFramesReason(chosen: number, counts: FrameCounts): string {
  const { frameCount, packetCount = 0, decodedCount = packetCount } = counts;
  if (decodedCount === 0) {
    return "NO_FRAMES: the stream holds no frame that decodes; replace the file or leave it out.";
  }
  const remedy = "set frameCount to decoded, as the preset fixed does.";
  if (chosen === 0) {
    return "NO_FRAME_COUNT: the container does not say how many frames it holds, so that none could be chosen, " +
      `but there are ${decodedCount}; ${remedy}`;
  }
  return `NO_FRAME_READ: none of the frames that were chosen came out of the decoder, since the container claims ` +
    `${frameCount} frames and holds ${decodedCount}; ${remedy}`;
}
