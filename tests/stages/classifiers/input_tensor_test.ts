import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { inputTensor } from "../../../src/stages/classifiers/input_tensor.ts";
import type { ModelInput } from "../../../src/stages/classifiers/model_card.ts";

const imagenet: ModelInput = {
  name: "input",
  size: 4,
  channels: "RGB",
  layout: "NCHW",
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** The formula of the card, one value at a time, each step rounded to float32; 1/255 means the division. */
function naive(faces: Uint8Array, input: ModelInput, count: number): number[] {
  const { size, layout, channels, scale, mean, std } = input;
  const out: number[] = [];
  const f = Math.fround;
  const value = (face: number, channel: number, y: number, x: number) => {
    const source = channels === "RGB" ? channel : 2 - channel;
    const byte = faces[((face * size + y) * size + x) * 3 + source]!;
    const scaled = f(scale === 1 / 255 ? byte / 255 : byte * f(scale));
    return f(f(scaled - f(mean[channel]!)) / f(std[channel]!));
  };
  for (let face = 0; face < count; face++) {
    const [a, b, c] = layout === "NCHW" ? [3, size, size] : [size, size, 3];
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) {
        for (let k = 0; k < c; k++) {
          out.push(layout === "NCHW" ? value(face, i, j, k) : value(face, k, i, j));
        }
      }
    }
  }
  return out;
}

Deno.test("faces become the tensor that the card describes", () => {
  const card = fc.record({
    name: fc.constant("x"),
    size: fc.integer({ min: 1, max: 7 }),
    channels: fc.constantFrom("RGB" as const, "BGR" as const),
    layout: fc.constantFrom("NCHW" as const, "NHWC" as const),
    scale: fc.constantFrom(1 / 255, 1, 1 / 127.5),
    mean: fc.constantFrom<[number, number, number][]>([0, 0, 0], [0.485, 0.456, 0.406], [1, 1, 1]),
    std: fc.constantFrom<[number, number, number][]>([1, 1, 1], [0.229, 0.224, 0.225]),
  });
  fc.assert(fc.property(card, fc.integer({ min: 1, max: 3 }), fc.infiniteStream(fc.nat(255)), (
    input,
    count,
    bytes,
  ) => {
    const length = count * 3 * input.size ** 2;
    const faces = Uint8Array.from({ length }, () => bytes.next().value);
    const tensor = inputTensor(input, 4);
    tensor.data.fill(7);
    tensor.fill(faces);
    deepEqual([...tensor.data.subarray(0, length)], naive(faces, input, count));
    ok(tensor.data.subarray(length).every((value) => value === 0), "the rest is padding");
  }));
});

Deno.test("every byte value is rounded as in PyTorch, for each model's constants", () => {
  const mesonet: ModelInput = { ...imagenet, layout: "NHWC", mean: [0, 0, 0], std: [1, 1, 1] };
  const xception: ModelInput = { ...imagenet, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  const bytes = Uint8Array.from({ length: 3 * 256 }, (_, i) => Math.floor(i / 3));
  for (const model of [imagenet, mesonet, xception, { ...xception, scale: 1 / 127.5 }]) {
    const input = { ...model, size: 16 };
    const tensor = inputTensor(input, 1);
    tensor.fill(bytes);
    deepEqual([...tensor.data], naive(bytes, input, 1));
  }
});

Deno.test("a batch of one shape is laid out as the card says", () => {
  deepEqual(inputTensor(imagenet, 2).dims, [2, 3, 4, 4]);
  deepEqual(inputTensor({ ...imagenet, layout: "NHWC" }, 2).dims, [2, 4, 4, 3]);
  equal(inputTensor(imagenet, 2).data.length, 96);
});
