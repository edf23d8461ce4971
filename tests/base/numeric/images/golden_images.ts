import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";
import { sharedBytes } from "../../../shared_data.ts";

export interface GoldenInput {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** The parts of `golden/resize/index.json` that tests read. */
export interface ResizeIndex {
  readonly inputs: Readonly<Record<string, GoldenInput>>;
  readonly pilHalf: readonly {
    readonly input: string;
    readonly outWidth: number;
    readonly outHeight: number;
    readonly file: string;
  }[];
  readonly isotropic: readonly {
    readonly input: string;
    readonly size: number;
    readonly interpolation: "area" | "cubic";
    readonly outWidth: number;
    readonly outHeight: number;
    readonly file: string;
  }[];
  readonly isotropicDims: readonly {
    readonly width: number;
    readonly height: number;
    readonly size: number;
    readonly outWidth: number;
    readonly outHeight: number;
  }[];
  readonly putToCenter: readonly (
    & { readonly size: number; readonly file: string }
    & (
      | { readonly input: string }
      | { readonly inputFile: string; readonly width: number; readonly height: number }
    )
  )[];
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

export function goldenImage({ file, width, height }: GoldenInput): RgbPixels {
  return { width, height, data: sharedBytes("golden", "resize", file) };
}
