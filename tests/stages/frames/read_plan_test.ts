import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { WantedFrame } from "../../../src/records/frame.ts";
import { planReading } from "../../../src/stages/frames/read_plan.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

interface GoldenReading {
  readonly frameCount: number;
  readonly read: readonly number[] | null;
  readonly positions: readonly number[] | null;
}

interface GoldenSelection extends Partial<GoldenReading> {
  readonly frameCount: number;
  readonly indices: readonly number[];
}

type Golden =
  & { readonly readQuirk: readonly (GoldenReading & { readonly frameIdxs: readonly number[] })[] }
  & Readonly<Record<"linspace" | "linspaceRounding" | "jitter" | "random", GoldenSelection[]>>;

/** The original's loop, step by step over a stream that never ends. */
function naiveWalk(indices: readonly number[]): WantedFrame[] {
  const kept: WantedFrame[] = [];
  let position = 0;
  for (let label = indices[0]!; label <= indices.at(-1)!; label++) {
    if (label === indices[kept.length]) kept.push({ label, position });
    position++;
  }
  return kept;
}

const indexLists = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }),
  fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 })
    .map((list) => list.sort((a, b) => a - b)),
);

Deno.test("walk equals the original's loop, taken step by step", () => {
  fc.assert(
    fc.property(indexLists, (indices) => {
      deepEqual(planReading(indices, "walk"), naiveWalk(indices));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("walk shifts every frame by the first index", () => {
  deepEqual(planReading([3, 5, 9], "walk"), [
    { label: 3, position: 0 },
    { label: 5, position: 2 },
    { label: 9, position: 6 },
  ]);
});

Deno.test("walk reads nothing more after a repeated or decreasing index", () => {
  deepEqual(labels([0, 5, 5, 9], "walk"), [0, 5]);
  deepEqual(labels([0, 7, 5, 9], "walk"), [0, 7]);
  deepEqual(labels([9, 5, 2], "walk"), []);
});

Deno.test("each reads every distinct index once, ascending, at its own position", () => {
  fc.assert(fc.property(indexLists, (indices) => {
    const wanted = planReading(indices, "each");
    deepEqual(new Set(wanted.map((frame) => frame.label)), new Set(indices));
    ok(wanted.every((frame) => frame.label === frame.position));
    ok(wanted.every((frame, i) => i === 0 || wanted[i - 1]!.position < frame.position));
  }));
});

Deno.test("without indices no frame is planned", () => {
  deepEqual(planReading([], "walk"), []);
  deepEqual(planReading([], "each"), []);
});

Deno.test("300,000 frames can be planned", () => {
  const indices = Array.from({ length: 300_000 }, (_, i) => i);
  equal(planReading(indices, "walk").length, 300_000);
  equal(planReading(indices.reverse(), "each").length, 300_000);
});

sharedTest("walk reads what the original's loop read, at the same positions", () => {
  const { readQuirk, linspace, linspaceRounding, jitter, random } = sharedJson<Golden>(
    "golden",
    "sampling.json",
  );
  for (const { frameIdxs, ...reading } of readQuirk) sameReading(frameIdxs, reading);
  for (
    const { indices, frameCount, read, positions } of [
      ...linspace,
      ...linspaceRounding,
      ...jitter,
      ...random,
    ]
  ) {
    if (read !== undefined && positions !== undefined) {
      sameReading(indices, { frameCount, read, positions });
    }
  }
});

/** Compares what a decoder that holds `frameCount` frames delivers. */
function sameReading(indices: readonly number[], golden: GoldenReading): void {
  const delivered = planReading(indices, "walk")
    .filter((frame) => frame.position < golden.frameCount);
  const message = `${indices} of ${golden.frameCount}`;
  deepEqual(delivered.map((frame) => frame.label), golden.read ?? [], message);
  deepEqual(delivered.map((frame) => frame.position), golden.positions ?? [], message);
}

function labels(indices: readonly number[], rule: "walk" | "each"): number[] {
  return planReading(indices, rule).map((frame) => frame.label);
}
