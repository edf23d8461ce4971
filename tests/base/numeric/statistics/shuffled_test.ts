import { deepEqual as same, ok } from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "../../../../src/base/numeric/statistics/seeded_random.ts";
import { shuffled } from "../../../../src/base/numeric/statistics/shuffled.ts";

Deno.test("an order holds every number once and is the same for the same seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.nat(), (count, seed) => {
      const order = shuffled(count, seededRandom(seed));
      same(order.toSorted((a, b) => a - b), Array.from({ length: count }, (_, k) => k));
      same(order, shuffled(count, seededRandom(seed)));
    }),
  );
});

Deno.test("all orders of three are about equally frequent", () => {
  const random = seededRandom(1);
  const times = new Map<string, number>();
  for (let k = 0; k < 6000; k++) {
    const order = shuffled(3, random).join();
    times.set(order, (times.get(order) ?? 0) + 1);
  }
  same(times.size, 6);
  for (const count of times.values()) ok(count > 880 && count < 1120, String(count));
});
