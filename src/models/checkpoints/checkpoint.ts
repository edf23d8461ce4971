import type { Dtype } from "./dtype.ts";

/** The weights in a file, and what its writer put beside them. */
export interface Checkpoint {
  readonly format: "torch_zip" | "torch_legacy" | "safetensors";
  /** What stands beside the weights, such as `epoch`, as far as it is plain data. */
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  /** By name, in the file's order. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
}

/** One named array of numbers. Nothing of it is in memory before it is read. */
export interface CheckpointTensor {
  readonly name: string;
  /** Sizes, outermost first; empty for a single number. Their product is a safe integer. */
  readonly shape: readonly number[];
  /** How the file holds the numbers. */
  readonly dtype: Dtype;
  /**
   * A fresh copy in row-major order, whatever the file's strides. Numbers that float32 cannot hold are
   * rounded to the nearest it can, ±Infinity beyond its range.
   * @throws AssayError CHECKPOINT_BROKEN (exit 3) when the bytes are not those that were written
   */
  read(): Float32Array<ArrayBuffer>;
}

/** Plain data as a checkpoint holds it. A Python integer too large for a number is a bigint. */
export type MetadataValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };
