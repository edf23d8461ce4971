import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";

/** Conversion of pixels to a network's input: `(byte * scale - mean) / std`, each step in float32. */
export interface Normalisation {
  /** Factor of a byte; `255` with `divides`: its divisor. */
  readonly scale: number;
  readonly divides: boolean;
  /** Mean of the first, second and third channel of the output. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Order of the output's channels. */
  readonly channels: "RGB" | "BGR";
  /** Channel by channel (`NCHW`) or pixel by pixel (`NHWC`). */
  readonly layout: "NCHW" | "NHWC";
}

/** A reusable buffer of normalised images, initially zero. */
export interface NormalisedImages {
  /** Values, `[images × 3 × area]`. */
  readonly data: Float32Array;
  /**
   * Writes images from the start of the buffer; the rest becomes 0.
   * @param images uint8 RGB, `[count][area][3]`, at most as many as the buffer holds
   */
  fill(images: Uint8Array): void;
}

/** Creates a buffer for `images` images of `area` pixels. */
export function normalisedImages(
  { images, area }: { readonly images: number; readonly area: number },
  normalisation: Normalisation,
): NormalisedImages {
  const kernels = pixelKernels();
  const values = 3 * area;
  const vectors = kernelVectors(normalisation);
  const at = placesIn(kernels.memory, {
    vectors: vectors.byteLength,
    image: values,
    data: images * values * 4,
  });
  const { buffer } = kernels.memory;
  new Uint8Array(buffer, at.vectors, vectors.length).set(vectors);
  const image = new Uint8Array(buffer, at.image, values);
  const data = new Float32Array(buffer, at.data, images * values);
  const { scale, divides, layout } = normalisation;
  const [apart, step] = layout === "NCHW" ? [4 * area, 16] : [16, 48];
  return {
    data,
    fill(bytes) {
      for (let from = 0; from < bytes.length; from += values) {
        image.set(bytes.subarray(from, from + values));
        const target = at.data + 4 * from;
        kernels.normalise(at.image, area, target, at.vectors, scale, divides, apart, step);
      }
      data.fill(0, bytes.length);
    },
  };
}

/**
 * Builds the vectors for four pixels' output (three vectors): which byte each lane takes, its mean and its
 * deviation.
 */
function kernelVectors({ mean, std, channels, layout }: Normalisation): Uint8Array {
  const places = Array.from(
    { length: 12 },
    (_, k) =>
      layout === "NCHW"
        ? { channel: k >> 2, pixel: k % 4 }
        : { channel: k % 3, pixel: Math.floor(k / 3) },
  );
  const byteOf = (channel: number) => channels === "RGB" ? channel : 2 - channel;
  const vectors = new DataView(new ArrayBuffer(3 * 12 * 4));
  places.forEach(({ channel, pixel }, k) => {
    // A lane whose index exceeds 15 becomes 0.
    vectors.setUint32(4 * k, 0xffffff00 | (3 * pixel + byteOf(channel)), true);
    vectors.setFloat32(48 + 4 * k, mean[channel]!, true);
    vectors.setFloat32(96 + 4 * k, std[channel]!, true);
  });
  return new Uint8Array(vectors.buffer);
}
