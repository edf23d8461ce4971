import h5wasm from "h5wasm";

/** Arrays of a layer by their names in the file, such as `kernel:0`. */
export type MadeLayer = Readonly<Record<string, MadeArray>>;

export interface MadeArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/**
 * A Keras file of weights.
 * @param layers by name, in the file's order
 * @param options `inside`: a group that a saved model keeps them in; `write` changes the file before it is closed
 */
export async function kerasFile(
  layers: Readonly<Record<string, MadeLayer>>,
  { inside, write = () => {} }: {
    readonly inside?: string;
    readonly write?: (file: InstanceType<typeof h5wasm.File>) => void;
  } = {},
): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const path = `/${crypto.randomUUID()}.h5`;
  const file = new h5wasm.File(path, "w");
  const root = inside === undefined ? file : file.create_group(inside) as typeof file;
  root.create_attribute("layer_names", Object.keys(layers));
  for (const [name, arrays] of Object.entries(layers)) {
    const group = root.create_group(name) as typeof file;
    const weights = Object.keys(arrays).map((array) => `${name}/${array}`);
    if (weights.length === 0) group.create_attribute("weight_names", new Float64Array(0), [0]);
    else group.create_attribute("weight_names", weights);
    if (weights.length > 0) group.create_group(name);
    for (const [array, { shape, data }] of Object.entries(arrays)) {
      group.create_dataset({ name: `${name}/${array}`, data, shape: [...shape] });
    }
  }
  write(file);
  file.close();
  const bytes = FS.readFile(path);
  FS.unlink(path);
  return bytes;
}
