import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { roundTo } from "../../../../src/base/numeric/numpy/float_format.ts";

/** Every finite float16 that is not negative, in ascending order, from the definition of the format. */
const FLOAT16_VALUES = Array.from({ length: 0x7c00 }, (_, bits) => {
  const exponent = bits >> 10;
  const fraction = (bits & 0x3ff) / 1024;
  return exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
});

/** Looks for the two neighbours and takes the nearer one, or the even one (its place is its bits). */
function naiveFloat16(value: number): number {
  if (value < 0 || Object.is(value, -0)) return -naiveFloat16(Math.abs(value));
  if (value >= 65520) return Infinity;
  let below = 0;
  for (let step = 0x4000; step >= 1; step /= 2) {
    if (FLOAT16_VALUES[below + step]! <= value) below += step;
  }
  const [low, high] = [FLOAT16_VALUES[below]!, FLOAT16_VALUES[below + 1] ?? 65536];
  const middle = (low + high) / 2;
  return value < middle || (value === middle && below % 2 === 0) ? low : high;
}

Deno.test("float16 values are their own rounding", () => {
  for (const value of FLOAT16_VALUES) equal(roundTo("float16", value), value);
});

Deno.test("ties between neighbouring float16 values go to the even one", () => {
  for (let bits = 0; bits + 1 < FLOAT16_VALUES.length; bits++) {
    const middle = (FLOAT16_VALUES[bits]! + FLOAT16_VALUES[bits + 1]!) / 2;
    equal(roundTo("float16", middle), FLOAT16_VALUES[bits % 2 === 0 ? bits : bits + 1]);
  }
});

Deno.test("float16 rounding equals a search for the nearest value", () => {
  const scores = fc.double({ min: 0, max: 1, noNaN: true });
  const anything = fc.double({ noNaN: true });
  fc.assert(
    fc.property(fc.oneof(scores, anything), (value) => {
      ok(Object.is(roundTo("float16", value), naiveFloat16(value)));
    }),
    // The first two lie so near a tie that rounding to float32 on the way would mislead.
    {
      numRuns: 2000,
      examples: [[1 + 2 ** -11 + 2 ** -40], [1 + 3 * 2 ** -11 - 2 ** -40], [65519]],
    },
  );
});

Deno.test("float32 rounds as a Float32Array does, float64 not at all", () => {
  const cell = new Float32Array(1);
  fc.assert(fc.property(fc.double({ noNaN: true }), (value) => {
    cell[0] = value;
    equal(roundTo("float32", value), cell[0]);
    equal(roundTo("float64", value), value);
  }));
});
