import type { FrameCounts } from "../../records/video.ts";
import type { Reads } from "../part.ts";
import type { FrameCounting } from "./contract.ts";

const reads = ["frameCount"] as const;

/** The number of frames that indices are chosen from. */
export const frameCounting = {
  reads,
  needsDecoding(counts: FrameCounts, { frameCount }: Reads<typeof reads>) {
    return frameCount === "decoded" && counts.decodedCount === undefined && isInDoubt(counts);
  },
  count(counts: FrameCounts, { frameCount }: Reads<typeof reads>) {
    switch (frameCount) {
      case "container":
        return counts.frameCount;
      case "decoded":
        return counts.decodedCount ?? counts.packetCount ?? counts.frameCount;
      default:
        return frameCount satisfies never;
    }
  },
} satisfies FrameCounting;

/**
 * Whether frames must be decoded to be counted: the container states no number, or one that differs from its packets,
 * or the stream was cut so that its first frames depend on missing ones. Otherwise frames can be missing only from a
 * damaged stream, which is noticed when it is decoded.
 */
function isInDoubt(
  { frameCount, packetCount, isEstimate, leadingCount = 0 }: FrameCounts,
): boolean {
  return isEstimate !== false || packetCount !== frameCount || leadingCount > 0;
}
