import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { resizeArea } from "../../../../src/base/numeric/opencv/area_resize.ts";
import { resizeCubic } from "../../../../src/base/numeric/opencv/cubic_resize.ts";
import { resizeLinear } from "../../../../src/base/numeric/opencv/linear_resize.ts";
import { fitWithin, putOnBlack } from "../../../../src/base/numeric/images/fit_within.ts";
import {
  blackImage,
  copyWindow,
  wholeWindow,
} from "../../../../src/base/numeric/images/rgb_window.ts";
import opencv from "../../../golden/opencv_resize.json" with { type: "json" };
import { sharedBytes, sharedJson, sharedTest } from "../../../shared_data.ts";
import { goldenImage, type ResizeIndex } from "../images/golden_images.ts";
import { noiseImage } from "../images/made_images.ts";

const RESIZE = { area: resizeArea, cubic: resizeCubic, linear: resizeLinear };

for (const interpolation of ["area", "cubic", "linear"] as const) {
  Deno.test(`${interpolation}: noise of many sizes equals OpenCV's result bit for bit`, () => {
    for (const { outWidth, outHeight, ...golden } of opencv.cases) {
      const resized = blackImage(outWidth, outHeight);
      const input = noiseImage({ ...golden, levels: 256 });
      RESIZE[interpolation](wholeWindow(input), wholeWindow(resized));
      const sha256 = createHash("sha256").update(resized.data).digest("hex");
      const sizes = `${golden.width}×${golden.height} to ${outWidth}×${outHeight}`;
      assert.equal(sha256, golden[interpolation], sizes);
    }
  });
}

sharedTest("isotropic resizing equals OpenCV's INTER_AREA and INTER_CUBIC bit for bit", () => {
  const index = sharedJson<ResizeIndex>("golden", "resize", "index.json");
  assert.equal(index.isotropic.length, 42);
  for (const golden of index.isotropic) {
    const input = goldenImage(index.inputs[golden.input]!);
    const size = fitWithin(input, golden.size);
    assert.deepEqual(size, { width: golden.outWidth, height: golden.outHeight });
    const resized = blackImage(size.width, size.height);
    const fits = Math.max(input.width, input.height) === golden.size;
    const resize = fits ? copyWindow : RESIZE[golden.interpolation];
    resize(wholeWindow(input), wholeWindow(resized));
    assert.deepEqual(resized.data, sharedBytes("golden", "resize", golden.file), golden.file);
  }
});

sharedTest("sizes are truncated as the original's are", () => {
  const { isotropicDims } = sharedJson<ResizeIndex>("golden", "resize", "index.json");
  assert.equal(isotropicDims.length, 183);
  for (const { size, outWidth, outHeight, ...input } of isotropicDims) {
    assert.deepEqual(fitWithin(input, size), { width: outWidth, height: outHeight });
  }
});

sharedTest("images are put in the centre of a black square", () => {
  const { putToCenter, inputs } = sharedJson<ResizeIndex>("golden", "resize", "index.json");
  assert.equal(putToCenter.length, 10);
  for (const golden of putToCenter) {
    const input = "input" in golden ? inputs[golden.input]! : { ...golden, file: golden.inputFile };
    const square = putOnBlack(wholeWindow(goldenImage(input)), golden.size);
    assert.deepEqual(square.data, sharedBytes("golden", "resize", golden.file), golden.file);
  }
});
