import type { FrameSelector } from "./contract.ts";
import { all } from "./all.ts";
import { middle } from "./middle.ts";
import { random } from "./random.ts";
import { uniform } from "./uniform.ts";

/** Frame selectors by their name in the config: the values of `selection`. */
export const frameSelectors = {
  uniform,
  random,
  middle,
  all,
} as const satisfies Readonly<Record<string, FrameSelector>>;
