import { halfSize as halved } from "../base/numeric/pillow/half_size.ts";
import type { ParityStage } from "./contract.ts";
import { goldenImage, type ResizeIndex } from "./golden_images.ts";
import { largestDifference, measuresOf, tally } from "./tally.ts";

/** Half-size frames, compared with Pillow 9.4's bicubic resizing. */
export const halfSize: ParityStage = {
  title: "half size",
  check({ golden }) {
    const { pilHalf, inputs } = golden.json<ResizeIndex>("resize", "index.json");
    const images = tally({ what: "images of even and odd sizes", unit: "levels" });
    for (const { input, file } of pilHalf) {
      const { data } = halved(goldenImage(golden, inputs[input]!));
      images.add(input, largestDifference(data, golden.bytes("resize", file)));
    }
    return Promise.resolve({ measures: measuresOf([images]), leftOut: [] });
  },
};
