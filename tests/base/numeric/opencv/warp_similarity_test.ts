import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sampleRgb } from "../../../../src/base/numeric/images/point_sampling.ts";
import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";
import {
  inverseSimilarity,
  type SimilarityTransform,
  transformPoint,
} from "../../../../src/base/numeric/images/similarity_transform.ts";
import { warpSimilarity } from "../../../../src/base/numeric/opencv/warp_similarity.ts";
import opencv from "../../../golden/opencv_warp.json" with { type: "json" };
import { noiseImage } from "../images/made_images.ts";

Deno.test("noise of many sizes, turned and scaled, equals OpenCV's result bit for bit", () => {
  for (const { side, sha256, a, b, shiftX, shiftY, ...made } of opencv.cases) {
    const image = noiseImage({ ...made, levels: 256 });
    const { data } = warpSimilarity(image, { a, b, shiftX, shiftY }, { side });
    equal(createHash("sha256").update(data).digest("hex"), sha256, JSON.stringify(made));
  }
});

Deno.test("an identity leaves the image as it is", () => {
  const image = noiseImage({ width: 9, height: 9, seed: 4, levels: 256 });
  const identity = { a: 1, b: 0, shiftX: 0, shiftY: 0 };
  deepEqual(warpSimilarity(image, identity, { side: 9 }).data, image.data);
  throws(() => warpSimilarity(image, { ...identity, a: 0 }, { side: 9 }), RangeError);
});

const transforms = fc.record({
  scale: fc.double({ min: 0.3, max: 3, noNaN: true }),
  angle: fc.double({ min: -3, max: 3, noNaN: true }),
  shiftX: fc.double({ min: -5, max: 15, noNaN: true }),
  shiftY: fc.double({ min: -5, max: 15, noNaN: true }),
}).map(({ scale, angle, ...shift }): SimilarityTransform => ({
  a: scale * Math.cos(angle),
  b: scale * Math.sin(angle),
  ...shift,
}));

Deno.test("within a rounding of its definition in float64: each pixel is sampled where it comes from", () => {
  fc.assert(
    fc.property(transforms, fc.nat(), (transform, seed) => {
      const image = noiseImage({ width: 12, height: 9, seed, levels: 256 });
      const { data } = warpSimilarity(image, transform, { side: 10 });
      // A place is off by up to 1/64 pixel on either axis, where a colour may change by 255 a pixel.
      warpedByDefinition(image, transform, 10).forEach((value, i) => {
        ok(
          Math.abs(data[i]! - value) <= 255 * 2 * (1 / 64 + 1 / 256) + 1,
          `${data[i]} for ${value}`,
        );
      });
    }),
    { numRuns: 100 },
  );
});

function warpedByDefinition(image: RgbPixels, transform: SimilarityTransform, side: number) {
  const framed = onBlack(image);
  const back = inverseSimilarity(transform);
  const places = Array.from({ length: side * side }, (_, i) => {
    const [x, y] = transformPoint(back, [i % side, Math.floor(i / side)]);
    return [x + 1, y + 1];
  });
  return sampleRgb(framed, Float32Array.from(places.flat()), "bilinear");
}

/** The image with a black border of one pixel, which `sampleRgb` repeats. */
function onBlack({ width, height, data }: RgbPixels): RgbPixels {
  const framed = new Uint8Array((width + 2) * (height + 2) * 3);
  for (let y = 0; y < height; y++) {
    framed.set(data.subarray(y * width * 3, (y + 1) * width * 3), ((y + 1) * (width + 2) + 1) * 3);
  }
  return { width: width + 2, height: height + 2, data: framed };
}
