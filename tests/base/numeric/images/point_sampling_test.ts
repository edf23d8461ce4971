import { ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type Kernel,
  KERNELS,
  sampleRgb,
} from "../../../../src/base/numeric/images/point_sampling.ts";

const WIDTH = 7, HEIGHT = 5;

function image(valueAt: (x: number, y: number) => number) {
  const data = new Float32Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = valueAt(pixel % WIDTH, Math.floor(pixel / WIDTH)) + i % 3;
  }
  return { width: WIDTH, height: HEIGHT, data };
}

const inside = fc.tuple(
  fc.double({ min: 1, max: WIDTH - 3, noNaN: true }),
  fc.double({ min: 1, max: HEIGHT - 3, noNaN: true }),
);

Deno.test("both kernels reproduce a plane, and every channel is its own", () => {
  const plane = image((x, y) => 10 + 2 * x - 3 * y);
  fc.assert(fc.property(inside, fc.constantFrom(...KERNELS), ([x, y], kernel) => {
    const place = Float32Array.of(x, y);
    const expected = 10 + 2 * place[0]! - 3 * place[1]!;
    const colours = sampleRgb(plane, place, kernel);
    ok(colours.every((colour, channel) => Math.abs(colour - expected - channel) < 1e-4));
  }));
});

Deno.test("the bicubic kernel reproduces a parabola", () => {
  const parabola = image((x, y) => x * x + y);
  fc.assert(fc.property(inside, ([x, y]) => {
    const place = Float32Array.of(x, y);
    const [red] = sampleRgb(parabola, place, "bicubic");
    ok(Math.abs(red! - (place[0]! ** 2 + place[1]!)) < 1e-4);
  }));
});

Deno.test("a pixel's centre has its colour; outside the border is repeated", () => {
  const random = image((x, y) => (x * 31 + y * 17) % 11);
  for (const kernel of KERNELS) {
    ok(nearly(random, { place: [3, 2], kernel }, (3 * 31 + 2 * 17) % 11));
    ok(nearly(random, { place: [-5, -9], kernel }, 0));
    ok(nearly(random, { place: [99, 2], kernel }, (6 * 31 + 2 * 17) % 11));
  }
});

function nearly(
  source: ReturnType<typeof image>,
  { place, kernel }: { place: readonly [number, number]; kernel: Kernel },
  expected: number,
): boolean {
  return Math.abs(sampleRgb(source, Float32Array.from(place), kernel)[0]! - expected) < 1e-5;
}
