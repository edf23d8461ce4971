import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { FrameSelector } from "../../../src/stages/frames/contract.ts";
import {
  type FrameParameters,
  type Selection,
  SELECTIONS,
} from "../../../src/stages/frames/parameters.ts";
import { frameSelectors } from "../../../src/stages/frames/registry.ts";

const frameCounts = fc.integer({ min: 1, max: 2000 });

function parametersOf(selection: Selection): fc.Arbitrary<FrameParameters> {
  return fc.record({
    selection: fc.constant(selection),
    frames: fc.integer({ min: 1, max: 200 }),
    jitter: fc.integer({ min: 0, max: 50 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    readIndices: fc.constant("each" as const),
  });
}

Deno.test("every selection that the config knows has a selector, and no other", () => {
  deepEqual(Object.keys(frameSelectors).sort(), [...SELECTIONS].sort());
});

for (const name of SELECTIONS) {
  const selector: FrameSelector = frameSelectors[name];
  const parameters = parametersOf(name);

  Deno.test(`${name}: indices are frames of the video, and there is at least one`, () => {
    fc.assert(fc.property(frameCounts, parameters, (frameCount, p) => {
      const indices = selector.select(frameCount, p);
      ok(indices.length > 0);
      ok(indices.every((index) => Number.isInteger(index) && index >= 0 && index < frameCount));
    }));
  });

  Deno.test(`${name}: equal arguments give equal indices`, () => {
    fc.assert(fc.property(frameCounts, parameters, (frameCount, p) => {
      deepEqual(selector.select(frameCount, p), selector.select(frameCount, { ...p }));
    }));
  });

  Deno.test(`${name}: a video without frames has no indices`, () => {
    fc.assert(fc.property(fc.integer({ min: -5, max: 0 }), parameters, (frameCount, p) => {
      deepEqual(selector.select(frameCount, p), []);
    }));
  });

  Deno.test(`${name}: a video of one frame gives that frame`, () => {
    fc.assert(fc.property(parameters, (p) => {
      deepEqual(new Set(selector.select(1, p)), new Set([0]));
    }));
  });

  Deno.test(`${name}: a video of 300,000 frames is no trouble`, () => {
    const p = {
      selection: name,
      frames: 300_000,
      jitter: 9,
      seed: 1,
      readIndices: "each",
    } as const;
    equal(selector.select(300_000, p).length, 300_000);
  });
}
