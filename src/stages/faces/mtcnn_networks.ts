import { join } from "node:path";
import type { Provider } from "../../records/provider.ts";
import { openNetwork } from "../../platform/onnxruntime/network.ts";
import type { TensorData } from "../../platform/onnxruntime/onnx_session.ts";
import { type BatchRule, runInBatches } from "./candidate_batches.ts";

/** P-Net's output map: one cell per 12×12 window, stride 2, row-major `[height][width]`. */
export interface PNetMap {
  /** P(face) of each cell, `[height * width]`. */
  readonly probabilities: Float32Array;
  /** Shifts of x1, y1, x2, y2 in units of the window, `[4][height * width]`. */
  readonly regressions: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** R-Net's output for each candidate. */
export interface RNetScores {
  /** P(face), `[count]`. */
  readonly scores: Float32Array;
  /** Shifts of x1, y1, x2, y2 in units of the box's side, `[count][4]`. */
  readonly regressions: Float32Array;
}

/** O-Net's output for each candidate. */
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

/**
 * Batches by provider. On the CPU larger batches do not fit into the caches and take longer per candidate. On CUDA
 * batches are padded to one shape; few frames have more candidates, and padding costs almost no time.
 */
const BATCHES: Readonly<Record<Provider, Readonly<Record<"rnet" | "onet", BatchRule>>>> = {
  cpu: { rnet: { most: 32, padded: false }, onet: { most: 32, padded: false } },
  cuda: { rnet: { most: 64, padded: true }, onet: { most: 16, padded: true } },
};

/** Settings of the networks' sessions. */
interface SessionOptions {
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
}

/**
 * Opens `pnet.onnx`, `rnet.onnx` and `onet.onnx` of a folder.
 * @throws AssayError as `openMtcnnFiles` does
 */
export function openMtcnnNetworks(folder: string, options: SessionOptions): Promise<MtcnnNetworks> {
  const path = (name: string) => join(folder, `${name}.onnx`);
  return openMtcnnFiles({ pnet: path("pnet"), rnet: path("rnet"), onet: path("onet") }, options);
}

/**
 * Opens the three networks. On CUDA, runs R-Net and O-Net once, since the first call of a shape searches for the
 * fastest convolutions. P-Net's shapes depend on the frame's size, so the first frame of each size takes longer.
 * @throws AssayError when a network is missing or broken (exit 3) or the provider is unavailable (exit 4)
 */
export async function openMtcnnFiles(
  paths: Readonly<Record<"pnet" | "rnet" | "onet", string>>,
  options: SessionOptions,
): Promise<MtcnnNetworks> {
  const open = (path: string) => openNetwork(path, options);
  const rules = BATCHES[options.provider];
  const [pnet, rnet, onet] = [
    await open(paths.pnet),
    await open(paths.rnet),
    await open(paths.onet),
  ];
  const networks: MtcnnNetworks = {
    async pnet(input, { height, width }) {
      const map = await pnet.run({ image: { data: input, dims: [1, 3, height, width] } });
      const probability = map.probability!;
      return {
        probabilities: floats(probability),
        regressions: floats(map.regression!),
        height: probability.dims[2]!,
        width: probability.dims[3]!,
      };
    },
    async rnet(input, count) {
      const out = await runInBatches(rnet, input, { count, side: 24, rule: rules.rnet });
      return { scores: out.probability!, regressions: out.regression! };
    },
    async onet(input, count) {
      const out = await runInBatches(onet, input, { count, side: 48, rule: rules.onet });
      return {
        scores: out.probability!,
        regressions: out.regression!,
        landmarks: out.landmarks!,
      };
    },
    async release() {
      for (const network of [pnet, rnet, onet]) await network.release();
    },
  };
  if (options.provider === "cuda") await warmUp(networks);
  return networks;
}

async function warmUp({ rnet, onet }: MtcnnNetworks): Promise<void> {
  await rnet(new Float32Array(3 * 24 * 24), 1);
  await onet(new Float32Array(3 * 48 * 48), 1);
}

function floats(tensor: TensorData): Float32Array {
  return tensor.data as Float32Array;
}
