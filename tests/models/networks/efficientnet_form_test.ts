import { deepStrictEqual as equal } from "node:assert/strict";
import fc from "fast-check";
import { convolutionPlace } from "../../../src/models/networks/efficientnet_form.ts";

const place = { kernel: 3, stride: 2, side: 380, isStem: true } as const;

Deno.test("a convolution with stride 1 is padded symmetrically in every form", () => {
  for (
    const padding of [
      { kind: "same" },
      { kind: "symmetric" },
      { kind: "fixed", side: 380, stem: false },
    ] as const
  ) {
    equal(convolutionPlace(padding, { ...place, kernel: 5, stride: 1 }), { pads: [2, 2, 2, 2] });
  }
});

Deno.test("TensorFlow's padding is left to the image's size, PyTorch's is symmetric", () => {
  equal(convolutionPlace({ kind: "same" }, place), { strides: [2, 2], auto_pad: "SAME_UPPER" });
  equal(convolutionPlace({ kind: "symmetric" }, place), { strides: [2, 2], pads: [1, 1, 1, 1] });
});

Deno.test("DeepfakeBench's first convolution has no padding, its others have", () => {
  const padding = { kind: "fixed", side: 380, stem: false } as const;
  equal(convolutionPlace(padding, place), { strides: [2, 2], pads: [0, 0, 0, 0] });
  equal(convolutionPlace(padding, { ...place, isStem: false }), {
    strides: [2, 2],
    pads: [0, 0, 1, 1],
  });
});

Deno.test("a fixed padding gives images of its size half their side, rounded up, and no more than needed", () => {
  fc.assert(fc.property(
    fc.integer({ min: 8, max: 700 }),
    fc.constantFrom(3, 5),
    (side, kernel) => {
      const padding = { kind: "fixed", side: 0, stem: true } as const;
      const found = convolutionPlace(padding, { ...place, side, kernel, isStem: false });
      const pads = (found as { pads: number[] }).pads;
      equal(Math.floor((side + pads[0]! + pads[2]! - kernel) / 2) + 1, Math.ceil(side / 2));
      equal([pads[2]! - pads[0]! <= 1, pads[2]! >= pads[0]!], [true, true]);
      const less = Math.floor((side + pads[0]! + pads[2]! - 1 - kernel) / 2) + 1;
      equal(less < Math.ceil(side / 2), true);
    },
  ));
});
