import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";
import type {
  GoldenImage,
  ResizeIndex as ParityIndex,
} from "../../../../src/parity/golden_images.ts";
import { sharedBytes } from "../../../shared_data.ts";

/** The parts of `golden/resize/index.json` that tests read. */
export interface ResizeIndex extends ParityIndex {
  readonly area: readonly {
    readonly input: string;
    readonly channels: number;
    readonly height: number;
    readonly width: number;
    readonly outputs: readonly {
      readonly outHeight: number;
      readonly outWidth: number;
      readonly file: string;
    }[];
  }[];
}

export function goldenImage({ file, width, height }: GoldenImage): RgbPixels {
  return { width, height, data: sharedBytes("golden", "resize", file) };
}
