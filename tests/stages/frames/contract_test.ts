import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import type { FrameCounts, QuarterTurn } from "../../../src/records/video.ts";
import { workName } from "../../../src/pipeline/keys/names.ts";
import { ROTATIONS } from "../../../src/stages/frames/parameters.ts";
import type { FrameSelector } from "../../../src/stages/frames/contract.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { frameSelectors } from "../../../src/stages/frames/registry.ts";
import { frameCounting } from "../../../src/stages/frames/frame_count.ts";
import { frameTurning } from "../../../src/stages/frames/frame_turn.ts";
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

const countOrNone = fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined });

const counts = fc.record({
  frameCount: fc.integer({ min: 0, max: 5 }),
  isEstimate: fc.option(fc.boolean(), { nil: undefined }),
  packetCount: countOrNone,
  leadingCount: countOrNone,
  decodedCount: countOrNone,
}).map((known) => JSON.parse(JSON.stringify(known)) as FrameCounts);

testPart("counting of frames", frameCounting, {
  inputs: counts,
  run: (known, values) => [
    frameCounting.count(known, values),
    frameCounting.needsDecoding(known, values),
  ],
});

Deno.test("frames are decoded to be counted where the container gives no number or another than it holds", () => {
  const { needsDecoding } = frameCounting;
  const decoded = { frameCount: "decoded" } as const;
  const sound = { frameCount: 75, isEstimate: false, packetCount: 75 };
  deepEqual(needsDecoding(sound, decoded), false);
  deepEqual(needsDecoding({ ...sound, packetCount: 50 }, decoded), true);
  deepEqual(needsDecoding({ ...sound, isEstimate: true }, decoded), true);
  deepEqual(needsDecoding({ frameCount: 75 }, decoded), true);
  deepEqual(needsDecoding({ ...sound, leadingCount: 2 }, decoded), true);
  deepEqual(needsDecoding({ ...sound, packetCount: 50, decodedCount: 50 }, decoded), false);
  deepEqual(needsDecoding({ frameCount: 0 }, { frameCount: "container" }), false);
});

Deno.test("what was decoded counts before what was demuxed, and both before what the container claims", () => {
  const { count } = frameCounting;
  const all = { frameCount: 75, packetCount: 50, decodedCount: 49 };
  deepEqual(count(all, { frameCount: "container" }), 75);
  deepEqual(count(all, { frameCount: "decoded" }), 49);
  deepEqual(count({ frameCount: 75, packetCount: 50 }, { frameCount: "decoded" }), 50);
  deepEqual(count({ frameCount: 75 }, { frameCount: "decoded" }), 75);
});

const quarterTurns = fc.constantFrom<QuarterTurn>(0, 90, 180, 270);

testPart("turning of frames", frameTurning, {
  inputs: quarterTurns,
  run: (opencv, values) => frameTurning.turn(opencv, values),
});

Deno.test("a video on its side is upright on display, upside down in OpenCV 4.6, and as stored with none", () => {
  const turns = (opencv: QuarterTurn) =>
    ROTATIONS.map((rotation) => frameTurning.turn(opencv, { rotation }));
  deepEqual(turns(0), [0, 0, 0]);
  deepEqual(turns(90), [90, 270, 0]);
  deepEqual(turns(180), [180, 180, 0]);
  deepEqual(turns(270), [270, 90, 0]);
});

Deno.test("faces of frames that are turned in another way than the reference's have a name of their own", () => {
  fc.assert(fc.property(quarterTurns, fc.constantFrom(...ROTATIONS), (opencv, rotation) => {
    const turn = frameTurning.turn(opencv, { rotation });
    const named = workName({ rotation }, {
      table: PARAMETER_TABLE,
      head: "mtcnn@0.5",
      stage: "detect",
    });
    const other = turn !== frameTurning.turn(opencv, { rotation: "opencv46" });
    deepEqual(`mtcnn@0.5${frameTurning.mark(turn, opencv)}`, other ? named : "mtcnn@0.5");
  }));
});
