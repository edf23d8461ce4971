import { deepEqual, equal, notDeepEqual } from "node:assert/strict";
import type { FrameSelector } from "../../../src/stages/frames/contract.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { frameSelectors } from "../../../src/stages/frames/registry.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

interface GoldenSelection {
  readonly seed: number;
  readonly jitter: number;
  readonly frameCount: number;
  readonly numFrames: number;
  readonly indices: readonly number[];
}

interface Golden {
  readonly linspace: readonly Omit<GoldenSelection, "seed" | "jitter">[];
  readonly jitter: readonly GoldenSelection[];
  readonly random: readonly Omit<GoldenSelection, "jitter">[];
}

interface Choice {
  readonly selection: "uniform" | "random" | "middle" | "all";
  readonly frames: number;
  readonly jitter: number;
  readonly seed: number;
}

function select(frameCount: number, differing: Partial<Choice>): readonly number[] {
  const { frames, jitter, seed } = PRESETS.reference;
  const usual = { selection: "uniform" as const, frames, jitter, seed };
  const { selection, ...parameters } = { ...usual, ...differing };
  const selector: FrameSelector<"frames" | "jitter" | "seed"> = frameSelectors[selection];
  return selector.select(frameCount, parameters);
}

Deno.test("uniform selects the first frame, the last, and evenly spaced ones between", () => {
  deepEqual(select(100, { frames: 4 }), [0, 33, 66, 99]);
  deepEqual(select(100, { frames: 1 }), [0]);
});

Deno.test("uniform without jitter does not depend on the seed, with jitter it does", () => {
  deepEqual(select(300, { seed: 1 }), select(300, { seed: 2 }));
  notDeepEqual(select(300, { seed: 1, jitter: 3 }), select(300, { seed: 2, jitter: 3 }));
});

Deno.test("jitter of 1 moves a frame back or not at all: the upper end is exclusive", () => {
  const even = select(3200, {});
  const moved = select(3200, { jitter: 1 }).map((index, i) => index - even[i]!);
  // RandomState(0).randint(-1, 1, 32); the first frame cannot move back.
  deepEqual(moved.slice(0, 8), [0, 0, 0, -1, 0, 0, 0, 0]);
  deepEqual(new Set(moved), new Set([0, -1]));
});

Deno.test("a single uniform frame is moved by jitter too", () => {
  // RandomState(0).randint(-100, 100) is 72.
  deepEqual(select(300, { frames: 1, jitter: 100 }), [72]);
});

Deno.test("random indices ascend and depend on the seed", () => {
  const drawn = select(300, { selection: "random", seed: 1 });
  deepEqual(drawn, drawn.toSorted((a, b) => a - b));
  notDeepEqual(drawn, select(300, { selection: "random", seed: 2 }));
});

Deno.test("middle selects consecutive frames, with at most one more frame after them than before", () => {
  deepEqual(select(10, { selection: "middle", frames: 4 }), [3, 4, 5, 6]);
  deepEqual(select(11, { selection: "middle", frames: 4 }), [3, 4, 5, 6]);
  deepEqual(select(11, { selection: "middle", frames: 1 }), [5]);
});

Deno.test("middle selects all frames of a video that has no more than requested", () => {
  deepEqual(select(4, { selection: "middle", frames: 4 }), [0, 1, 2, 3]);
  deepEqual(select(3, { selection: "middle", frames: 4 }), [0, 1, 2]);
});

Deno.test("all selects every frame, whatever number was requested", () => {
  deepEqual(select(5, { selection: "all", frames: 2 }), [0, 1, 2, 3, 4]);
});

sharedTest("uniform indices equal NumPy's", () => {
  for (const { frameCount, numFrames, indices } of golden().linspace) {
    deepEqual(select(frameCount, { frames: numFrames }), indices);
  }
});

sharedTest("jittered indices equal NumPy's", () => {
  equal(golden().jitter.length, 100);
  for (const { frameCount, numFrames, indices, jitter, seed } of golden().jitter) {
    deepEqual(select(frameCount, { frames: numFrames, jitter, seed }), indices);
  }
});

sharedTest("random indices equal NumPy's", () => {
  for (const { frameCount, numFrames, indices, seed } of golden().random) {
    deepEqual(select(frameCount, { selection: "random", frames: numFrames, seed }), indices);
  }
});

function golden(): Golden {
  return sharedJson<Golden>("golden", "sampling.json");
}
