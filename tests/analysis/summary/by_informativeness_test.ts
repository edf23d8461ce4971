import assert from "node:assert/strict";
import fc from "fast-check";
import type { VideoRow } from "../../../src/records/summary.ts";
import {
  byInformativeness,
  disagreement,
  largestChange,
} from "../../../src/analysis/summary/by_informativeness.ts";

function row(probabilities: readonly number[], meanLogLoss: number | null): VideoRow {
  const rest = { faces: 1, status: "ok", fallback: null, error: null } as const;
  const cells = probabilities.map((probability) => ({ probability, ...rest }));
  return { filename: "a", label: "REAL", group: "a", split: null, meanLogLoss, noise: null, cells };
}

Deno.test("disagreement is the widest gap, change the widest from the baseline", () => {
  const one = row([0.4, 0.1, 0.9], 1);
  assert.equal(disagreement(one), 0.8);
  assert.equal(largestChange(one, 0), 0.5);
  assert.equal(largestChange(one, 1), 0.8);
});

Deno.test("the costliest, the most disputed and the most moved video come first", () => {
  const rows = [
    row([0.5, 0.5, 0.5], 0.1),
    row([0.5, 0.1, 0.9], 0.2),
    row([0.5, 1, 1], 0.3),
    row([0.5, 0.5, 0.5], 9),
  ];
  assert.deepEqual(byInformativeness(rows, 0), [3, 1, 2, 0]);
});

Deno.test("every video has its place, whatever the numbers", () => {
  const rows = fc.array(
    fc.tuple(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
      fc.option(fc.double({ min: 0, max: 40, noNaN: true })),
    ),
    { maxLength: 30 },
  );
  fc.assert(fc.property(rows, (list) => {
    const order = byInformativeness(list.map(([cells, loss]) => row(cells, loss)), 1);
    assert.deepEqual(order.toSorted((a, b) => a - b), list.map((_, place) => place));
  }));
});
