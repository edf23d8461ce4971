import assert from "node:assert/strict";
import fc from "fast-check";
import { boxKernels } from "../../../../src/base/numeric/boxes/box_kernels.ts";
import {
  boxArea,
  type Float32Box,
  shiftBox,
} from "../../../../src/base/numeric/boxes/float32_box.ts";
import {
  type BoxRows,
  boxRows,
  rowAt,
  rowsOf,
} from "../../../../src/base/numeric/boxes/box_rows.ts";

interface ScoredBox {
  readonly box: Float32Box;
  readonly score: number;
}

const kernels = boxKernels();
const suppressByUnion = onRows(kernels.suppressByUnion);
const suppressBySmaller = onRows(kernels.suppressBySmaller);

/** A suppression of rows as one of boxes, each of whose rows ends in its own number. */
function onRows(suppress: (boxes: BoxRows, threshold: number) => BoxRows) {
  return (list: readonly ScoredBox[], threshold: number): ScoredBox[] => {
    const rows = boxRows(list.length, 6);
    list.forEach(({ box, score }, i) => rowAt(rows, i).set([...box, score, i]));
    const left = rowsOf(suppress(rows, threshold));
    for (const row of left) {
      assert.deepEqual(row.slice(0, 4), list[row[5]!]!.box, "rows stay whole");
    }
    return left.map((row) => list[row[5]!]!);
  };
}

const place = fc.integer({ min: 0, max: 40 });
const boxes = fc.uniqueArray(
  fc.tuple(place, place, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
    .map(([x, y, width, height]): Float32Box => [x, y, x + width, y + height]),
  { maxLength: 30, selector: (box) => box.join(" ") },
).map((list) =>
  list.map((box, i): ScoredBox => ({ box, score: Math.fround(((i * 7) % 31 + 1) / 32) }))
);

Deno.test("suppression by union keeps what the definition keeps, best first", () => {
  fc.assert(fc.property(boxes, fc.constantFrom(0.1, 0.5, 0.7), (list, threshold) => {
    const overlap = (a: Float32Box, b: Float32Box) => {
      const common = area(intersection(a, b), 0);
      return Math.fround(common / (area(a, 0) + area(b, 0) - common)); // as PyTorch divides
    };
    assert.deepEqual(suppressByUnion(list, threshold), byDefinition(list, { threshold, overlap }));
  }));
});

Deno.test("suppression by the smaller box counts whole pixels", () => {
  fc.assert(fc.property(boxes, fc.constantFrom(0.1, 0.45, 0.7), (list, threshold) => {
    const overlap = (a: Float32Box, b: Float32Box) =>
      area(intersection(a, b), 1) / Math.min(area(a, 1), area(b, 1));
    assert.deepEqual(
      suppressBySmaller(list, threshold),
      byDefinition(list, { threshold, overlap }),
    );
  }));
});

Deno.test("an overlap of just the threshold is kept, and touching boxes do not overlap", () => {
  const of = (...list: Float32Box[]) => list.map((box, i) => ({ box, score: 0.9 - i / 10 }));
  assert.equal(suppressByUnion(of([0, 0, 2, 2], [0, 0, 2, 1]), 0.5).length, 2);
  assert.equal(suppressByUnion(of([0, 0, 2, 2], [0, 0, 2, 1]), 0.49).length, 1);
  assert.equal(suppressByUnion(of([0, 0, 2, 2], [2, 0, 4, 2]), 0.01).length, 2);
});

Deno.test("of equal scores the earlier is better by union, and NumPy's sort decides otherwise", () => {
  const tied: ScoredBox[] = [
    { box: [0, 0, 10, 10], score: 0.5 },
    { box: [1, 0, 11, 10], score: 0.5 },
  ];
  assert.deepEqual(suppressByUnion(tied, 0.5), [tied[0]]);
  assert.deepEqual(suppressBySmaller(tied, 0.5), [tied[1]]);
});

Deno.test("boxes are shifted by shares of their sides", () => {
  assert.deepEqual(shiftBox([10, 20, 30, 60], [0.5, 0.25, -0.5, 0], 0), [20, 30, 20, 60]);
  assert.deepEqual(shiftBox([10, 20, 29, 59], [0.5, 0.25, -0.5, 0], 1), [20, 30, 19, 59]);
  assert.equal(boxArea([1, 2, 4, 7]), 15);
});

function byDefinition(
  list: readonly ScoredBox[],
  { threshold, overlap }: {
    threshold: number;
    overlap: (a: Float32Box, b: Float32Box) => number;
  },
): ScoredBox[] {
  const kept: ScoredBox[] = [];
  for (const candidate of [...list].sort((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => overlap(box, candidate.box) <= threshold)) kept.push(candidate);
  }
  return kept;
}

function intersection(a: Float32Box, b: Float32Box): Float32Box {
  return [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
}

function area([x1, y1, x2, y2]: Float32Box, edge: 0 | 1): number {
  return Math.max(0, x2 - x1 + edge) * Math.max(0, y2 - y1 + edge);
}

Deno.test("scores of every sign and size are ranked as numbers, equal ones in their order", () => {
  const score = fc.oneof(fc.constantFrom(0, -0, 0.5, 1), fc.float({ noNaN: true }));
  fc.assert(fc.property(fc.array(score, { maxLength: 40 }), (scores) => {
    const apart = scores.map((score, i): ScoredBox => ({ box: [9 * i, 0, 9 * i + 1, 1], score }));
    const ranked = apart.toSorted((a, b) => b.score > a.score ? 1 : b.score < a.score ? -1 : 0);
    assert.deepEqual(suppressByUnion(apart, 0.5), ranked);
  }));
});

const f = Math.fround;

Deno.test("cells that reach the least value are boxes of the image, row by row", () => {
  const value = fc.constantFrom(0, 0.5, f(0.7), 0.7000000001, 0.9, NaN);
  const map = fc.record({
    width: fc.integer({ min: 1, max: 13 }),
    height: fc.integer({ min: 1, max: 6 }),
    scale: fc.constantFrom(1, 0.6, 0.6 * 0.709, 0.6 * 0.709 ** 5),
  }).chain(({ width, height, scale }) =>
    fc.array(value, { minLength: width * height, maxLength: width * height })
      .map((list) => ({ width, height, scale, values: Float32Array.from(list) }))
  );
  fc.assert(fc.property(map, ({ scale, ...map }) => {
    const inImage = (position: number) => Math.floor(f(position / f(scale)));
    const expected = [...map.values].flatMap((value, cell) => {
      if (!(value >= f(0.7))) return [];
      const x = 2 * (cell % map.width), y = 2 * Math.floor(cell / map.width);
      const corners = [x + 1, y + 1, x + 12, y + 12].map(inImage);
      return [[...corners, value, cell]];
    });
    const options = { least: 0.7, scale, stride: 2, window: 12 };
    const cells = kernels.reachingCells(map, options);
    assert.deepEqual(rowsOf(cells), expected);
    assert.deepEqual(
      rowsOf(kernels.bestCells(map, { ...options, threshold: 0.5 })),
      rowsOf(kernels.suppressByUnion(cells, 0.5)),
    );
  }));
});

Deno.test("the best cells are found also where the memory has to grow for them", () => {
  const width = 300, height = 200;
  const map = { width, height, values: new Float32Array(width * height).fill(0.9) };
  const options = { least: 0.7, scale: 0.6, stride: 2, window: 12 };
  const fresh = boxKernels().bestCells(map, { ...options, threshold: 0.5 });
  assert.ok(fresh.count > 0 && fresh.count < width * height);
  const cells = kernels.reachingCells(map, options);
  assert.deepEqual(rowsOf(fresh), rowsOf(kernels.suppressByUnion(cells, 0.5)));
});

Deno.test("shifted boxes become squares around their centre, in float32 steps", () => {
  const number = fc.float({ min: -2000, max: 2000, noNaN: true });
  const row = fc.array(number, { minLength: 9, maxLength: 9 });
  fc.assert(fc.property(fc.array(row), fc.constantFrom(0, 1), (list, edge) => {
    const rows = boxRows(list.length, 9);
    list.forEach((values, i) => rowAt(rows, i).set(values));
    const expected = list.map(([x1, y1, x2, y2, score, ...shares]) => [
      ...squareBox(shiftBox([x1!, y1!, x2!, y2!], shares as unknown as Float32Box, edge as 0 | 1)),
      score,
    ]);
    assert.deepEqual(rowsOf(kernels.squares(rows, edge as 0 | 1)), expected);
  }));
  const whole = { values: Float32Array.of(0, 0, 10, 30, 0.5, 0, 0, 0, 0), width: 9, count: 1 };
  assert.deepEqual(rowsOf(kernels.squares(whole, 0)), [[-10, 0, 20, 30, 0.5]]);
});

/** As facenet-pytorch's `rerec`: the centre stays, both sides are the longer one. */
function squareBox([x1, y1, x2, y2]: Float32Box): Float32Box {
  const width = f(x2 - x1), height = f(y2 - y1);
  const side = Math.max(width, height), half = f(side * 0.5);
  const left = f(f(x1 + f(width * 0.5)) - half), top = f(f(y1 + f(height * 0.5)) - half);
  return [left, top, f(left + side), f(top + side)];
}
