import type { EfficientnetVariant } from "../../../src/models/networks/efficientnet_layout.ts";
import { efficientnetLayout } from "../../../src/models/networks/efficientnet_layout.ts";
import { efficientnetParameters } from "../../../src/models/networks/efficientnet_parameters.ts";
import { seededWeights } from "../../../src/models/networks/seeded_weights.ts";

/** One tensor of a file to be. */
export interface MadeTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: () => Float32Array;
}

/** The state dict of `DeepFakeClassifier` over an EfficientNet, weights from a seed. */
export function seededTensors(variant: EfficientnetVariant, seed: number): MadeTensor[] {
  const layout = efficientnetLayout(variant);
  const weights = seededWeights(layout, { seed, headGain: 0.3 });
  return efficientnetParameters(layout).map(({ key, shape }) => ({
    name: key,
    shape,
    numbers: () => weights(key),
  }));
}

/** Writes tensors as safetensors, all float32, one at a time. */
export function writeSafetensors(path: string, tensors: readonly MadeTensor[]): void {
  let at = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = at;
    at += 4 * shape.reduce((product, side) => product * side, 1);
    return [name, { dtype: "F32", shape, data_offsets: [begin, at] }] as const;
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const write = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  };
  write(new Uint8Array(length.buffer));
  write(header);
  for (const { numbers } of tensors) write(new Uint8Array(numbers().buffer));
}
