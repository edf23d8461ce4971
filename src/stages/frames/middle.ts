import { frameSelector } from "./contract.ts";

/**
 * Consecutive frames around the middle of the video: as many before them as after, or one fewer
 * before. All frames when the video has no more than asked for.
 */
export const middle = frameSelector({
  reads: ["frames"],
  select(frameCount, { frames }) {
    const length = Math.max(0, Math.min(frames, frameCount));
    const first = Math.floor((frameCount - length) / 2);
    return Array.from({ length }, (_, i) => first + i);
  },
});
