import type { Network } from "../../platform/onnxruntime/network.ts";
import type { TensorData } from "../../platform/onnxruntime/onnx_session.ts";

/** Batching of a network's candidates. */
export interface BatchRule {
  /** Largest batch, at least 1. */
  readonly most: number;
  /** Whether smaller batches are padded with zeros, so that all calls have the same shape. */
  readonly padded: boolean;
}

/**
 * Runs a network over candidates in batches and joins the outputs.
 * @param input `[count][3][side][side]`, count ≥ 1
 * @returns each output by name, `[count][columns]`
 */
export async function runInBatches(
  network: Pick<Network, "run">,
  input: Float32Array,
  { count, side, rule }: { count: number; side: number; rule: BatchRule },
): Promise<Record<string, Float32Array>> {
  const rows = rowsAtOnce(count, rule), values = 3 * side * side;
  const joined: Record<string, Float32Array> = {};
  for (let begin = 0; begin < count; begin += rows) {
    const end = Math.min(begin + rows, count);
    const faces = input.subarray(begin * values, end * values);
    const data = rule.padded ? padded(faces, rows * values) : faces;
    const fed = data.length / values;
    const out = await network.run({ image: { data, dims: [fed, 3, side, side] } });
    for (const [name, answers] of Object.entries(out)) {
      const each = answers.data.length / fed;
      joined[name] ??= new Float32Array(count * each);
      joined[name].set(floats(answers).subarray(0, (end - begin) * each), begin * each);
    }
  }
  return joined;
}

/** Chooses the batch size: `most` if batches are padded, else batches of nearly equal size. */
function rowsAtOnce(count: number, { most, padded }: BatchRule): number {
  return padded ? most : Math.ceil(count / Math.ceil(count / most));
}

function padded(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const whole = new Float32Array(length);
  whole.set(values);
  return whole;
}

function floats(tensor: TensorData): Float32Array {
  return tensor.data as Float32Array;
}
