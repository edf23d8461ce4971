import type { FrameSelector } from "./contract.ts";

/** Every frame, in order. The number of frames asked for, seed and jitter are ignored. */
export const all: FrameSelector = {
  select(frameCount) {
    return Array.from({ length: Math.max(0, frameCount) }, (_, i) => i);
  },
};
