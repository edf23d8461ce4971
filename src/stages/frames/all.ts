import { frameSelector } from "./contract.ts";

/** Selects every frame, in order. */
export const all = frameSelector({
  reads: [],
  givesEvery: true,
  select(frameCount) {
    return Array.from({ length: Math.max(0, frameCount) }, (_, i) => i);
  },
});
