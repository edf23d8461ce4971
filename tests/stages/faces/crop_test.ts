import assert from "node:assert/strict";
import fc from "fast-check";
import type { Box } from "../../../src/records/face.ts";
import {
  cropRectangle,
  frameBox,
  isEmptyCrop,
  squareRectangle,
} from "../../../src/stages/faces/crop.ts";
import { sharedTest } from "../../shared_data.ts";
import { goldenFaces } from "../../records/golden_pipeline.ts";

const THIRD = 1 / 3;

sharedTest("boxes and rectangles are the original's in every golden run", () => {
  let compared = 0;
  for (const { run, box, face } of goldenFaces()) {
    const inFrame = frameBox(box, 2);
    assert.deepEqual(inFrame, face.intBox);
    const rectangle = cropRectangle(inFrame, THIRD, run);
    const { top, bottom, left, right } = rectangle;
    assert.deepEqual([bottom - top, right - left], [face.cropHeight, face.cropWidth]);
    if (!isEmptyCrop(rectangle)) {
      const [row0, row1, column0, column1] = face.cropSlice;
      const ends = [Math.min(row1, run.height), Math.min(column1, run.width)];
      assert.deepEqual([top, left, bottom, right], [row0, column0, ...ends]);
    }
    compared++;
  }
  assert.equal(compared, 1306);
});

Deno.test("boxes are truncated toward zero after scaling", () => {
  assert.deepEqual(frameBox([-0.4, -1.6, 10.74, 99.99], 2), [0, -3, 21, 199]);
  assert.deepEqual(frameBox([-0.4, -1.6, 10.74, 99.99], 1), [0, -1, 10, 99]);
  assert.ok(!Object.is(frameBox([-0.4, 0, 1, 1], 2)[0], -0));
});

Deno.test("a third of a side is Python's floor division for sides of any sign", () => {
  const wide = { width: 1e6, height: 1e6 };
  for (let side = 1; side <= 20000; side++) {
    const { top, bottom } = cropRectangle([0, 50000, 10, 50000 + side], THIRD, wide);
    assert.equal(bottom - top - side, 2 * Math.floor(side / 3));
  }
  fc.assert(fc.property(fc.integer({ min: -500, max: 0 }), (side) => {
    const box: Box = [0, 5000, 10, 5000 + side];
    const floored = Math.floor(side / 3);
    const expected = Math.max(5000 - floored, 5000 + side + floored);
    assert.equal(cropRectangle(box, THIRD, wide).bottom, expected);
  }));
});

Deno.test("rectangles equal NumPy's slices of the frame", () => {
  const edge = fc.integer({ min: -300, max: 300 });
  const side = fc.integer({ min: 1, max: 200 });
  const margin = fc.constantFrom(0, 0.1, THIRD, 0.5, 2);
  fc.assert(fc.property(
    fc.tuple(edge, edge, edge, edge),
    margin,
    fc.record({ width: side, height: side }),
    ([x1, y1, x2, y2], share, frame) => {
      const { top, bottom, left, right } = cropRectangle([x1, y1, x2, y2], share, frame);
      const rows = Math.floor((y2 - y1) * share), columns = Math.floor((x2 - x1) * share);
      // JavaScript's slice counts from the end as NumPy's does.
      const all = (length: number) => Array.from({ length }, (_, i) => i);
      assert.deepEqual(
        all(frame.height).slice(top, bottom),
        all(frame.height).slice(Math.max(y1 - rows, 0), y2 + rows),
      );
      assert.deepEqual(
        all(frame.width).slice(left, right),
        all(frame.width).slice(Math.max(x1 - columns, 0), x2 + columns),
      );
      assert.ok(0 <= top && top <= bottom && bottom <= frame.height);
      assert.ok(0 <= left && left <= right && right <= frame.width);
    },
  ));
});

Deno.test("a box outside the frame is empty, except left of it and above, where NumPy wraps", () => {
  const frame = { width: 100, height: 80 };
  assert.ok(isEmptyCrop(cropRectangle([150, 10, 180, 40], THIRD, frame)));
  assert.ok(isEmptyCrop(cropRectangle([10, 120, 40, 150], THIRD, frame)));
  assert.deepEqual(cropRectangle([-60, 10, -30, 40], 0, frame), {
    top: 10,
    bottom: 40,
    left: 0,
    right: 70,
  });
});

Deno.test("a square has the longer side of the box with its margin, around the box's centre", () => {
  const frame = { width: 1000, height: 1000 };
  const sides = fc.record({
    x: fc.integer({ min: 300, max: 500 }),
    y: fc.integer({ min: 300, max: 500 }),
    width: fc.integer({ min: 1, max: 150 }),
    height: fc.integer({ min: 1, max: 150 }),
    margin: fc.constantFrom(0, THIRD, 0.5),
  });
  fc.assert(fc.property(sides, ({ x, y, width, height, margin }) => {
    const square = squareRectangle([x, y, x + width, y + height], margin, frame);
    const side = square.right - square.left;
    const longer = Math.max(width, height);
    assert.equal(square.bottom - square.top, side);
    assert.equal(side, longer + 2 * Math.floor(longer * margin));
    assert.ok(Math.abs(square.left + square.right - (2 * x + width)) <= 2);
    assert.ok(Math.abs(square.top + square.bottom - (2 * y + height)) <= 2);
  }));
});

Deno.test("a square at the border is moved inside at its left and top, and cut off at right and bottom", () => {
  const frame = { width: 100, height: 80 };
  const square = (box: Box) => squareRectangle(box, 0, frame);
  assert.deepEqual(square([-4, 10, 16, 50]), { top: 10, bottom: 50, left: 0, right: 40 });
  assert.deepEqual(square([90, 10, 100, 50]), { top: 10, bottom: 50, left: 75, right: 100 });
  assert.deepEqual(square([30, 60, 60, 80]), { top: 55, bottom: 80, left: 30, right: 60 });
  assert.ok(isEmptyCrop(square([300, 10, 320, 50])));
});
