import fc from "fast-check";
import { equal, ok } from "node:assert/strict";
import { maskBounds, maskWeight } from "../../src/demo/self_blend.ts";

const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const mask = fc.record({
  centreY: range(0, 1),
  halfWidth: range(0.5, 1.5),
  halfHeight: range(0.5, 1.5),
  taper: range(0, 0.3),
  feather: range(0.05, 1),
});
const place = fc.tuple(range(-2, 2), range(-2, 3));

Deno.test("a mask is 1 in its centre, within 0 and 1 everywhere, and symmetric", () => {
  fc.assert(fc.property(mask, place, (shape, [x, y]) => {
    equal(maskWeight(shape, 0, shape.centreY), 1);
    const weight = maskWeight(shape, x, y);
    ok(weight >= 0 && weight <= 1);
    equal(weight, maskWeight(shape, -x, y));
  }));
});

Deno.test("a mask is 0 outside its bounds", () => {
  fc.assert(fc.property(mask, place, (shape, [x, y]) => {
    const [left, top, right, bottom] = maskBounds(shape);
    const outside = x < left || x > right || y < top || y > bottom;
    fc.pre(outside);
    equal(maskWeight(shape, x, y), 0);
  }));
});

Deno.test("a mask never grows on the way out from its centre", () => {
  fc.assert(fc.property(mask, place, range(0, 1), (shape, [x, y], share) => {
    const inner = maskWeight(shape, x * share, shape.centreY + (y - shape.centreY) * share);
    ok(inner >= maskWeight(shape, x, y) - 1e-12);
  }));
});
