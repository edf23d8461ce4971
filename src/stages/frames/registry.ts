import type { FrameSelector } from "./contract.ts";
import type { Selection } from "./parameters.ts";
import { all } from "./all.ts";
import { middle } from "./middle.ts";
import { random } from "./random.ts";
import { uniform } from "./uniform.ts";

/** The frame selectors by their name in the config. */
export const frameSelectors = {
  uniform,
  random,
  middle,
  all,
} as const satisfies Record<Selection, FrameSelector>;
