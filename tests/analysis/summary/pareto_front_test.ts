import assert from "node:assert/strict";
import fc from "fast-check";
import { type CostAndLoss, paretoFront } from "../../../src/analysis/summary/pareto_front.ts";

const NOISE = { cost: 0.05, loss: 0.01 };

/** Costs and losses in steps of less than noise, so that many points equal others and many do not. */
const point = fc.record({
  cost: fc.integer({ min: 0, max: 40 }).map((step) => 100 * 1.017 ** step),
  loss: fc.integer({ min: 0, max: 40 }).map((step) => 0.2 + 0.0034 * step),
});
const points = fc.array(point, { maxLength: 14 });

function isCheaper(a: CostAndLoss, b: CostAndLoss): boolean {
  return b.cost > a.cost * (1 + NOISE.cost);
}

function hasLessLoss(a: CostAndLoss, b: CostAndLoss): boolean {
  return b.loss > a.loss + NOISE.loss;
}

/** In the plainest way: better in one beyond noise, and not worse in the other beyond noise. */
function beats(a: CostAndLoss, b: CostAndLoss): boolean {
  return (isCheaper(a, b) && !hasLessLoss(b, a)) || (hasLessLoss(a, b) && !isCheaper(b, a));
}

function areEqual(a: CostAndLoss, b: CostAndLoss): boolean {
  return ![isCheaper, hasLessLoss].some((is) => is(a, b) || is(b, a));
}

/** Places of all points that are part of an entry. */
function placesOf(front: ReturnType<typeof paretoFront>): readonly number[] {
  return front.flatMap(({ place, equal }) => [place, ...equal]);
}

Deno.test("no point of the front beats another, and every other point is beaten by one of the front", () => {
  fc.assert(fc.property(points, (drawn) => {
    const members = placesOf(paretoFront(drawn, NOISE)).map((place) => drawn[place]!);
    for (const member of members) assert.ok(!members.some((other) => beats(other, member)));
    for (const one of drawn) {
      assert.ok(members.includes(one) || members.some((member) => beats(member, one)));
    }
  }));
});

Deno.test("each entry holds the points that equal its cheapest one within noise, each point once", () => {
  fc.assert(fc.property(points, (drawn) => {
    const front = paretoFront(drawn, NOISE);
    const places = placesOf(front);
    assert.equal(new Set(places).size, places.length);
    for (const { place, equal } of front) {
      for (const other of equal) {
        assert.ok(areEqual(drawn[place]!, drawn[other]!));
        assert.ok(drawn[other]!.cost >= drawn[place]!.cost);
      }
    }
    const names = front.map(({ place }) => drawn[place]!);
    names.forEach((one, k) => {
      assert.ok(!names.some((other, j) => j !== k && areEqual(one, other)));
    });
    const costs = names.map(({ cost }) => cost);
    assert.deepEqual(costs, costs.toSorted((a, b) => a - b));
  }));
});

Deno.test("the front is the same in any order of the points", () => {
  const shuffledPoints = points.chain((drawn) =>
    fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }))
  );
  const texts = (drawn: readonly CostAndLoss[]) =>
    paretoFront(drawn, NOISE).map(({ place, equal }) =>
      JSON.stringify([drawn[place], equal.map((other) => drawn[other]!.cost).sort()])
    );
  fc.assert(fc.property(shuffledPoints, ([drawn, shuffled]) => {
    assert.deepEqual(texts(shuffled), texts(drawn));
  }));
});

Deno.test("with next to no noise it is everything that no other point is at least as good as", () => {
  const exact = fc.array(fc.record({
    cost: fc.integer({ min: 1, max: 6 }),
    loss: fc.integer({ min: 0, max: 5 }),
  }));
  fc.assert(fc.property(exact, (drawn) => {
    const dominates = (a: CostAndLoss, b: CostAndLoss) =>
      a.cost <= b.cost && a.loss <= b.loss && (a.cost < b.cost || a.loss < b.loss);
    const expected = [...drawn.keys()].filter((k) =>
      !drawn.some((other) => dominates(other, drawn[k]!))
    );
    const front = placesOf(paretoFront(drawn, { cost: 1e-9, loss: 1e-9 }));
    assert.deepEqual(front.toSorted((a, b) => a - b), expected);
  }));
});

Deno.test("of variants that take equal time within noise, only those with the least loss remain", () => {
  const drawn = [[1000, 0.5], [1001, 0.4], [1002, 0.405], [1300, 0.39], [700, 0.6]] as const;
  const front = paretoFront(drawn.map(([cost, loss]) => ({ cost, loss })), NOISE);
  assert.deepEqual(front, [{ place: 4, equal: [] }, { place: 1, equal: [2] }]);
});
