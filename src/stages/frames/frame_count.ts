import type { FrameCounts } from "../../records/video.ts";
import type { Reads } from "../part.ts";
import type { FrameCounting } from "./contract.ts";

const reads = ["frameCount"] as const;

/** How many frames indices are chosen from. */
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
 * Whether only decoding tells how many frames there are: the container says no number, or another than it holds, or the
 * stream was cut where its first frames need others before them. Else frames can lack only in a damaged stream, which
 * shows when it is decoded.
 */
function isInDoubt(
  { frameCount, packetCount, isEstimate, leadingCount = 0 }: FrameCounts,
): boolean {
  return isEstimate !== false || packetCount !== frameCount || leadingCount > 0;
}
