import assert from "node:assert/strict";
import { assert as property, integer, property as forAll, uniqueArray } from "fast-check";
import { PositionSet } from "../../../src/base/position_set.ts";
import { selectExpression } from "../../../src/platform/ffmpeg/frame_selection.ts";

/** ffmpeg's expression as a function of `n`. */
function compile(expression: string): (n: number) => number {
  const body = expression.replaceAll("if(", "choose(");
  return new Function(
    "n",
    `const eq = (a, b) => +(a === b), lt = (a, b) => +(a < b), mod = (a, b) => a % b;
     const not = (a) => +!a, between = (x, a, b) => +(x >= a && x <= b);
     const choose = (c, a, b) => c ? a : b;
     return ${body};`,
  ) as (n: number) => number;
}

function chosen(positions: readonly number[]): number[] {
  const expression = selectExpression(PositionSet.of(positions));
  assert.ok(expression !== null);
  const selects = compile(expression);
  return Array.from({ length: positions.at(-1)! + 10 }, (_, n) => n).filter((n) => selects(n));
}

Deno.test("the expression is true at the wanted positions and nowhere else", () => {
  const positions = uniqueArray(integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 60 });
  property(forAll(positions, (unsorted) => {
    const wanted = unsorted.toSorted((a, b) => a - b);
    assert.deepEqual(chosen(wanted), wanted);
  }));
});

Deno.test("evenly spaced positions make a short expression, however many", () => {
  const every = (step: number) => Array.from({ length: 20_000 }, (_, i) => 7 + i * step);
  assert.equal(selectExpression(PositionSet.of(every(1))), "between(n,7,20006)");
  assert.equal(selectExpression(PositionSet.of(every(3))), "between(n,7,60004)*not(mod(n-7,3))");
});

Deno.test("hundreds of scattered positions nest no deeper than their logarithm", () => {
  const scattered = Array.from({ length: 600 }, (_, i) => i * 20 + (i * i * 7) % 13);
  assert.deepEqual(chosen(scattered), scattered);
  const expression = selectExpression(PositionSet.of(scattered))!;
  let depth = 0;
  let deepest = 0;
  for (const character of expression) {
    if (character === "(") deepest = Math.max(deepest, ++depth);
    if (character === ")") depth--;
  }
  assert.ok(deepest <= 14, `${deepest} levels`);
});

Deno.test("an expression too long for a command line is not made", () => {
  const scattered = Array.from({ length: 20_000 }, (_, i) => i * 20 + (i * i * 7) % 13);
  assert.equal(selectExpression(PositionSet.of(scattered)), null);
});
