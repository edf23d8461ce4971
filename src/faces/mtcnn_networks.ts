import { join } from "node:path";
import type { Provider } from "../domain/provider.ts";
import { OnnxSession, type TensorData } from "../runtime/onnx_session.ts";

/** P-Net's map: one cell per 12×12 window, stride 2, row-major `[height][width]`. */
export interface PNetMap {
  /** P(face) of each cell, `[height * width]`. */
  readonly probabilities: Float32Array;
  /** Shifts of x1, y1, x2, y2 in units of the window, `[4][height * width]`. */
  readonly regressions: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** R-Net's answer for each candidate. */
export interface RNetScores {
  /** P(face), `[count]`. */
  readonly scores: Float32Array;
  /** Shifts of x1, y1, x2, y2 in units of the box's side, `[count][4]`. */
  readonly regressions: Float32Array;
}

/** O-Net's answer for each candidate. */
export interface ONetScores extends RNetScores {
  /** Five x, then five y, in units of the box's side, `[count][10]`. */
  readonly landmarks: Float32Array;
}

/**
 * The three networks of MTCNN. Inputs are planar RGB, `(v - 127.5) / 128` of 0 … 255. Not reentrant: one
 * call at a time.
 */
export interface MtcnnNetworks {
  /** @param input `[3][height][width]`; both sides at least 12 pixels */
  pnet(input: Float32Array, size: { height: number; width: number }): Promise<PNetMap>;
  /** @param input `[count][3][24][24]`, count ≥ 1 */
  rnet(input: Float32Array, count: number): Promise<RNetScores>;
  /** @param input `[count][3][48][48]`, count ≥ 1 */
  onet(input: Float32Array, count: number): Promise<ONetScores>;
  release(): Promise<void>;
}

/** On the CPU more candidates at once do not fit into its caches, and each takes longer. */
const CANDIDATES_AT_ONCE: Readonly<Record<Provider, number>> = { cpu: 32, cuda: Infinity };

/**
 * Opens `pnet.onnx`, `rnet.onnx` and `onet.onnx` of `folder`.
 * @throws AssayError when one is missing or broken (exit 3) or the provider is not there (exit 4).
 */
export async function openMtcnnNetworks(
  folder: string,
  options: { readonly provider: Provider; readonly threads: number },
): Promise<MtcnnNetworks> {
  const open = (name: string) => OnnxSession.open(join(folder, name), options);
  const most = CANDIDATES_AT_ONCE[options.provider];
  const [pnet, rnet, onet] = [
    await open("pnet.onnx"),
    await open("rnet.onnx"),
    await open("onet.onnx"),
  ];
  return {
    async pnet(input, { height, width }) {
      const map = await pnet.run({ image: { data: input, dims: [1, 3, height, width] } });
      const [, , rows, columns] = map.probability.dims;
      return {
        probabilities: floats(map.probability),
        regressions: floats(map.regression),
        height: rows,
        width: columns,
      };
    },
    async rnet(input, count) {
      const out = await runInBatches(rnet, input, { count, side: 24, most });
      return { scores: out.probability, regressions: out.regression };
    },
    async onet(input, count) {
      const out = await runInBatches(onet, input, { count, side: 48, most });
      return {
        scores: out.probability,
        regressions: out.regression,
        landmarks: out.landmarks,
      };
    },
    async release() {
      for (const session of [pnet, rnet, onet]) await session.release();
    },
  };
}

/** Runs a network over candidates in batches of nearly equal size and joins what it says of them. */
async function runInBatches(
  session: OnnxSession,
  input: Float32Array,
  { count, side, most }: { count: number; side: number; most: number },
): Promise<Record<string, Float32Array>> {
  const atOnce = Math.ceil(count / Math.ceil(count / most));
  const values = 3 * side * side;
  const joined: Record<string, Float32Array> = {};
  for (let begin = 0; begin < count; begin += atOnce) {
    const end = Math.min(begin + atOnce, count);
    const data = input.subarray(begin * values, end * values);
    const out = await session.run({ image: { data, dims: [end - begin, 3, side, side] } });
    for (const [name, answers] of Object.entries(out)) {
      const each = answers.data.length / (end - begin);
      joined[name] ??= new Float32Array(count * each);
      joined[name].set(floats(answers), begin * each);
    }
  }
  return joined;
}

function floats(tensor: TensorData): Float32Array {
  return tensor.data as Float32Array;
}
