import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import type { FrameSelector } from "../../../src/stages/frames/contract.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { frameSelectors } from "../../../src/stages/frames/registry.ts";
import { readPlan } from "../../../src/stages/frames/read_plan.ts";
import { PARAMETER_TABLE, type PartParameters } from "../../../src/stages/parameters.ts";
import { resolvedParameters } from "../../../src/stages/resolved_parameters.ts";
import { testPart } from "../part_contract.ts";

const VALUES = resolvedParameters(
  { ...PRESETS.reference, model: [] },
  { table: PARAMETER_TABLE, provider: "cpu" },
) as unknown as PartParameters;

const frameCounts = fc.integer({ min: 1, max: 2000 });

const parameters = fc.record({
  frames: fc.integer({ min: 1, max: 200 }),
  jitter: fc.integer({ min: 0, max: 50 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

/** Every parameter, of which those that are given have these values. */
function all(given: Partial<PartParameters>): PartParameters {
  return { ...VALUES, ...given };
}

for (const [name, part] of Object.entries<FrameSelector>(frameSelectors)) {
  const selector = {
    select: (count: number, p: Partial<PartParameters>) => part.select(count, all(p)),
  };

  testPart(name, part, {
    inputs: frameCounts,
    run: (count, values) => part.select(count, values),
  });

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

  Deno.test(`${name}: a video may have 300,000 frames`, () => {
    const p = { frames: 300_000, jitter: 9, seed: 1 };
    ok(selector.select(300_000, p).length > 0);
  });
}

testPart("reading of frames", readPlan, {
  inputs: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
  run: (indices, values) => readPlan.plan(indices, values),
});
