import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";

/** How pixels become the numbers that a network takes: `(byte * scale - mean) / std`, each step in float32. */
export interface Normalisation {
  /** What a byte is multiplied by; `255` with `divides`: divided by. */
  readonly scale: number;
  readonly divides: boolean;
  /** Of the first, second and third channel of the numbers. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Which bytes the first channel is made of: the red ones, or with `BGR` the blue ones. */
  readonly channels: "RGB" | "BGR";
  /** Channel after channel (`NCHW`) or pixel after pixel (`NHWC`). */
  readonly layout: "NCHW" | "NHWC";
}

/** Numbers of some images, zero at first, to be filled again and again. */
export interface NormalisedImages {
  /** `[images × 3 × area]`. */
  readonly data: Float32Array;
  /**
   * Writes whole images; the places behind the last one become 0.
   * @param images uint8 RGB, `[count][area][3]`, as many as there is room for or fewer
   */
  fill(images: Uint8Array): void;
}

/** Room for `images` images of `area` pixels. */
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

/** Of four pixels three vectors of numbers are made: which byte each is of, and by what it is moved and divided. */
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
    // A lane that is picked from no byte, above 15, becomes 0.
    vectors.setUint32(4 * k, 0xffffff00 | (3 * pixel + byteOf(channel)), true);
    vectors.setFloat32(48 + 4 * k, mean[channel]!, true);
    vectors.setFloat32(96 + 4 * k, std[channel]!, true);
  });
  return new Uint8Array(vectors.buffer);
}
