import { ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  fitSimilarity,
  inverseSimilarity,
  type PlanePoint,
  similarityResidual,
  type SimilarityTransform,
  transformPoint,
} from "../../../../src/base/numeric/images/similarity_transform.ts";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 })
  .filter((list) => Math.max(...list.map(([x]) => Math.abs(x - list[0]![0]))) > 1);
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
const transform = fc.tuple(angle, scale, coordinate, coordinate).map((
  [turn, size, shiftX, shiftY],
): SimilarityTransform => ({
  a: size * Math.cos(turn),
  b: size * Math.sin(turn),
  shiftX,
  shiftY,
}));

Deno.test("fitSimilarity recovers the transform between two sets of points", () => {
  fc.assert(fc.property(points, transform, (from, t) => {
    const to = from.map((point) => transformPoint(t, point));
    ok(similarityResidual(fitSimilarity(from, to), from, to) < 1e-9);
  }));
});

/** Solves the normal equations of `x' = a·x − b·y + c`, `y' = b·x + a·y + d` by elimination. */
function fitByElimination(from: readonly PlanePoint[], to: readonly PlanePoint[]): number[] {
  const rows = from.flatMap(([x, y], i) => [[x, -y, 1, 0, to[i]![0]], [y, x, 0, 1, to[i]![1]]]);
  const system = [0, 1, 2, 3].map((k) =>
    [0, 1, 2, 3, 4].map((l) => rows.reduce((sum, row) => sum + row[k]! * row[l]!, 0))
  );
  for (let k = 0; k < 4; k++) {
    const place = system.findIndex((row, i) =>
      i >= k && system.slice(k).every((other) => Math.abs(row[k]!) >= Math.abs(other[k]!))
    );
    [system[k], system[place]] = [system[place]!, system[k]!];
    for (const [i, row] of system.entries()) {
      const factor = i === k ? 0 : row[k]! / system[k]![k]!;
      row.forEach((_, l) => row[l]! -= factor * system[k]![l]!);
    }
  }
  return system.map((row, k) => row[4]! / row[k]!);
}

Deno.test("five landmarks are fitted as the normal equations say", () => {
  const near = fc.double({ min: 0, max: 10, noNaN: true });
  const five = fc.array(fc.tuple(near, near), { minLength: 5, maxLength: 5 });
  const template: readonly PlanePoint[] = [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]];
  fc.assert(fc.property(five, (noise) => {
    const from = template.map(([x, y], i): PlanePoint => [x + noise[i]![0], y + noise[i]![1]]);
    const { a, b, shiftX, shiftY } = fitSimilarity(from, template);
    const expected = fitByElimination(from, template);
    [a, b, shiftX, shiftY].forEach((value, k) => ok(Math.abs(value - expected[k]!) < 1e-6));
  }));
});

Deno.test("no nearby transform fits noisy points better than fitSimilarity's", () => {
  const nudge = fc.double({ min: -0.01, max: 0.01, noNaN: true });
  fc.assert(fc.property(points, points, fc.tuple(nudge, nudge, nudge, nudge), (one, two, n) => {
    const length = Math.min(one.length, two.length);
    const from = one.slice(0, length), to = two.slice(0, length);
    fc.pre(from.some(([x]) => Math.abs(x - from[0]![0]) > 1));
    const fit = fitSimilarity(from, to);
    const other = {
      a: fit.a + n[0],
      b: fit.b + n[1],
      shiftX: fit.shiftX + n[2],
      shiftY: fit.shiftY + n[3],
    };
    ok(similarityResidual(fit, from, to) <= similarityResidual(other, from, to) + 1e-9);
  }));
});

Deno.test("inverseSimilarity inverts a transform", () => {
  fc.assert(fc.property(transform, fc.tuple(coordinate, coordinate), (t, point: PlanePoint) => {
    const back = transformPoint(inverseSimilarity(t), transformPoint(t, point));
    ok(Math.hypot(back[0] - point[0], back[1] - point[1]) < 1e-8);
  }));
});

Deno.test("fitSimilarity refuses a single point and lists of different length", () => {
  throws(() => fitSimilarity([[1, 1], [1, 1]], [[0, 0], [2, 2]]), RangeError);
  throws(() => fitSimilarity([[1, 1], [2, 1]], [[0, 0]]), RangeError);
});
