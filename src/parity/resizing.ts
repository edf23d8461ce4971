import { resizeArea } from "../base/numeric/opencv/area_resize.ts";
import { resizeCubic } from "../base/numeric/opencv/cubic_resize.ts";
import { fitWithin, putOnBlack } from "../base/numeric/images/fit_within.ts";
import { blackImage, copyWindow, wholeWindow } from "../base/numeric/images/rgb_window.ts";
import type { ParityStage } from "./contract.ts";
import type { GoldenFolder } from "./golden_folder.ts";
import { goldenImage, type ResizeIndex } from "./golden_images.ts";
import { equality, largestDifference, measuresOf, type Tally, tally } from "./tally.ts";

const RESIZE = { area: resizeArea, cubic: resizeCubic };

/** Steps of face preparation, compared with OpenCV 4.6's interpolations, and the original's sizes and border. */
export const resizing: ParityStage = {
  title: "face preparation",
  check({ golden }) {
    const index = golden.json<ResizeIndex>("resize", "index.json");
    const interpolations = {
      area: tally({ what: "INTER_AREA, both ways", unit: "levels" }),
      cubic: tally({ what: "INTER_CUBIC, both ways", unit: "levels" }),
    };
    const sizes = tally({ what: "truncated sizes", unit: "px" });
    const borders = tally({ what: "centred on black", unit: "levels" });
    for (const one of index.isotropic) {
      compareResized(one, { golden, index, to: interpolations[one.interpolation] });
    }
    for (const { size, outWidth, outHeight, ...input } of index.isotropicDims) {
      const { width, height } = fitWithin(input, size);
      const name = `${input.width}×${input.height} to ${size}`;
      sizes.add(name, largestDifference([width, height], [outWidth, outHeight]));
    }
    compareBorders(index, { golden, borders });
    const measures = measuresOf([...Object.values(interpolations), sizes, borders]);
    return Promise.resolve({ measures, leftOut: [] });
  },
};

function compareResized(
  { input, size, interpolation, outWidth, outHeight, file }: ResizeIndex["isotropic"][number],
  { golden, index, to }: { golden: GoldenFolder; index: ResizeIndex; to: Tally },
): void {
  const image = goldenImage(golden, index.inputs[input]!);
  const { width, height } = fitWithin(image, size);
  if (equality([width, height], [outWidth, outHeight]) > 0) return to.add(file, Infinity);
  const resized = blackImage(width, height);
  const fits = Math.max(image.width, image.height) === size;
  const resize = fits ? copyWindow : RESIZE[interpolation];
  resize(wholeWindow(image), wholeWindow(resized));
  to.add(file, largestDifference(resized.data, golden.bytes("resize", file)));
}

function compareBorders(
  { putToCenter, inputs }: ResizeIndex,
  { golden, borders }: { golden: GoldenFolder; borders: Tally },
): void {
  for (const one of putToCenter) {
    const source = "input" in one ? inputs[one.input]! : { ...one, file: one.inputFile };
    const square = putOnBlack(wholeWindow(goldenImage(golden, source)), one.size);
    borders.add(one.file, largestDifference(square.data, golden.bytes("resize", one.file)));
  }
}
