import { basename, join } from "node:path";
import { countMacs } from "../models/onnx/mac_count.ts";
import { type OnnxModel, readOnnxModel } from "../models/onnx/onnx_file.ts";
import { openFileSource } from "../platform/files/file_source.ts";

/** Multiply-adds of networks, 1e9. NaN: the file has an operator that is not counted. */
export interface NetworkSizes {
  /** Multiply-adds for an image of a given size. */
  pnet(size: { readonly height: number; readonly width: number }): number;
  /** Multiply-adds for one candidate. */
  rnet(): number;
  onet(): number;
  /** Multiply-adds for one run of the network of a file. @param inputs the shape of each */
  file(path: string, inputs: Readonly<Record<string, readonly number[]>>): number;
}

/** Counts multiply-adds. @param folder of MTCNN's networks, which are read on first use */
export function networkSizes(folder: string): NetworkSizes {
  /**
   * Each size is counted once, since a pyramid has the same levels in every frame, and look-ups must be fast while
   * other work is timed.
   */
  const counted = (name: string) => {
    const known = new Map<number, number>();
    const path = join(folder, name);
    return (height: number, width: number): number => {
      const key = height * 2 ** 24 + width;
      const size = known.get(key) ?? gmacOf(path, { image: [1, 3, height, width] });
      known.set(key, size);
      return size;
    };
  };
  const pnet = counted("pnet.onnx"), rnet = counted("rnet.onnx"), onet = counted("onet.onnx");
  return {
    pnet: ({ height, width }) => pnet(height, width),
    rnet: () => rnet(24, 24),
    onet: () => onet(48, 48),
    file: gmacOf,
  };
}

function gmacOf(path: string, inputs: Readonly<Record<string, readonly number[]>>): number {
  const source = openFileSource(path);
  try {
    return countable(readOnnxModel(source, basename(path)), inputs);
  } finally {
    source.close();
  }
}

function countable(model: OnnxModel, inputs: Readonly<Record<string, readonly number[]>>): number {
  try {
    return countMacs(model, inputs) / 1e9;
  } catch (error) {
    if (error instanceof RangeError) return NaN;
    throw error;
  }
}
