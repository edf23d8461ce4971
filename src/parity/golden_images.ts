import type { RgbPixels } from "../base/numeric/images/rgb_window.ts";
import type { GoldenFolder } from "./golden_folder.ts";

/** An image of `resize/`; sizes in pixels. */
export interface GoldenImage {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** Sections of `resize/index.json` that stages are compared with. */
export interface ResizeIndex {
  readonly inputs: Readonly<Record<string, GoldenImage>>;
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
      /** Name of one of `inputs`. */
      | { readonly input: string }
      | { readonly inputFile: string; readonly width: number; readonly height: number }
    )
  )[];
}

export function goldenImage(
  golden: GoldenFolder,
  { file, width, height }: GoldenImage,
): RgbPixels {
  return { width, height, data: golden.bytes("resize", file) };
}
