import { frameSelector } from "./contract.ts";

/**
 * Selects consecutive frames around the middle of the video, with as many frames before them as after, or one
 * fewer before. Selects all frames when the video has no more than requested.
 */
export const middle = frameSelector({
  reads: ["frames"],
  select(frameCount, { frames }) {
    const length = Math.max(0, Math.min(frames, frameCount));
    const first = Math.floor((frameCount - length) / 2);
    return Array.from({ length }, (_, i) => first + i);
  },
});
