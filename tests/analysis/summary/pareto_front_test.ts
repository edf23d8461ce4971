import assert from "node:assert/strict";
import fc from "fast-check";
import { type CostAndLoss, paretoFront } from "../../../src/analysis/summary/pareto_front.ts";

const few = fc.option(fc.integer({ min: 0, max: 5 }));
const points = fc.array(fc.record({ cost: few, loss: few }), { maxLength: 12 });

function beats(a: CostAndLoss, b: CostAndLoss): boolean {
  return a.cost! <= b.cost! && a.loss! <= b.loss! && (a.cost! < b.cost! || a.loss! < b.loss!);
}

Deno.test("the front is everything that nothing beats, from the cheapest on", () => {
  fc.assert(fc.property(points, (drawn) => {
    const known = drawn.filter(({ cost, loss }) => cost !== null && loss !== null);
    const expected = drawn.flatMap((point, place) =>
      known.includes(point) && !known.some((other) => beats(other, point)) ? [place] : []
    );
    const front = paretoFront(drawn);
    assert.deepEqual([...front].sort((a, b) => a - b), expected);
    const costs = front.map((place) => drawn[place]!.cost!);
    assert.deepEqual(costs, [...costs].sort((a, b) => a - b));
  }));
});
