import type { Dtype } from "./dtype.ts";

/** The weights in a file, with their metadata. */
export interface Checkpoint {
  readonly format: "torch_zip" | "torch_legacy" | "safetensors";
  /** Other entries, such as `epoch`; plain data only. */
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  /** Where in the file its tensors lie, such as `model.state_dict`; empty: at its top. */
  readonly place: string;
  /** Places of the file's other sets of weights, such as `state_dict_ema`. */
  readonly otherPlaces: readonly string[];
  /** Tensors by name, in the file's order. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
}

/** A named array of numbers, read from the file on demand. */
export interface CheckpointTensor {
  readonly name: string;
  /** Dimensions, outermost first; empty for a scalar. Their product is a safe integer. */
  readonly shape: readonly number[];
  /** Element type in the file. */
  readonly dtype: Dtype;
  /**
   * Reads a fresh copy in row-major order, whatever the file's strides. Values that float32 cannot represent
   * are rounded to nearest, ±Infinity beyond its range.
   * @throws AssayError CHECKPOINT_BROKEN (exit 3) when the bytes are damaged
   */
  read(): Float32Array<ArrayBuffer>;
}

/** Plain data in a checkpoint. A Python integer beyond the safe range is a bigint. */
export type MetadataValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };
