import { deepEqual, match } from "node:assert/strict";
import fc from "fast-check";
import { outputRows } from "../../../src/stages/classifiers/output_rows.ts";

const output = { name: "score", index: 0, activation: "none", polarity: "fake" } as const;

function rowsOf(dims: readonly number[], count: number) {
  const length = dims.reduce((product, side) => product * side, 1);
  const rows = outputRows({ data: Float32Array.from({ length }, (_, i) => i), dims }, {
    output,
    count,
  });
  return typeof rows === "string" ? rows : rows.map((row) => [...row]);
}

Deno.test("an output of one number for each face is read in every shape that exporters give it", () => {
  for (const dims of [[3], [3, 1], [3, 1, 1, 1], [1, 3], [1, 3, 1]]) {
    deepEqual(rowsOf(dims, 3), [[0], [1], [2]], `${dims}`);
  }
  for (const dims of [[], [1], [1, 1], [1, 1, 1, 1]]) deepEqual(rowsOf(dims, 1), [[0]], `${dims}`);
  for (const dims of [[2], [1, 2], [1, 2, 1, 1], [1, 1, 2]]) {
    deepEqual(rowsOf(dims, 1), [[0, 1]], `${dims}`);
  }
  for (const dims of [[3, 2], [3, 2, 1, 1], [3, 1, 2]]) {
    deepEqual(rowsOf(dims, 3), [[0, 1], [2, 3], [4, 5]], `${dims}`);
  }
});

Deno.test("an output that is not one row for each face is refused", () => {
  for (
    const [dims, count] of [[[2], 3], [[], 2], [[2, 3], 3], [[1, 2, 2], 1], [[3, 2, 2], 3]] as const
  ) {
    match(String(rowsOf(dims, count)), /is not one row of float32 for each of \d faces?$/);
  }
  match(String(rowsOf([0], 1)), /not one row/);
  const bytes = { data: new Uint8Array(2), dims: [2] };
  match(String(outputRows(bytes, { output, count: 2 })), /\[2\] is not one row of float32/);
  const column = { data: new Float32Array(2), dims: [2] };
  match(
    String(outputRows(column, { output: { ...output, index: 1 }, count: 2 })),
    /has 1 column, none of index 1/,
  );
});

Deno.test("dimensions of 1 never change what is read", () =>
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.nat(2), { maxLength: 3 }),
    (count, columns, places) => {
      const dims = [count, columns];
      for (const place of places) dims.splice(Math.min(place, dims.length), 0, 1);
      deepEqual(rowsOf(dims, count), rowsOf([count, columns], count));
    },
  )));
