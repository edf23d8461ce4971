import { join } from "node:path";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { Precision } from "../records/provider.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { countNodePlacement } from "../platform/onnxruntime/node_placement.ts";
import type { TensorData } from "../platform/onnxruntime/onnx_session.ts";
import { FOLDERS } from "./folders.ts";

/** Input shapes for a trial run of MTCNN's networks. */
const MTCNN_SHAPES: Readonly<Record<string, readonly number[]>> = {
  pnet: [1, 3, 64, 64],
  rnet: [1, 3, 24, 24],
  onet: [1, 3, 48, 48],
};

/**
 * Counts the nodes of each network that run on the CPU although CUDA was requested, by `model@precision` or the
 * name of MTCNN's network; `null` for a run on the CPU.
 */
export async function cpuNodes(plan: Plan): Promise<Readonly<Record<string, number>> | null> {
  if (plan.provider === "cpu") return null;
  const counts: Record<string, number> = {};
  for (const { name, path, feeds } of networksOf(plan)) {
    const { elsewhere } = await countNodePlacement(path, { provider: plan.provider, feeds });
    counts[name] = elsewhere;
  }
  return counts;
}

interface Network {
  readonly name: string;
  readonly path: string;
  readonly feeds: Readonly<Record<string, TensorData>>;
}

function* networksOf(plan: Plan): Iterable<Network> {
  for (const { card, folder, sha256 } of plan.models) {
    for (const precision of Object.keys(sha256) as Precision[]) {
      const path = join(folder, card.files[precision]!.path);
      const feeds = { [card.input.name]: inputTensor(card.input, 1) };
      yield { name: `${card.name}@${precision}`, path, feeds };
    }
  }
  if (!plan.detections.some(({ parameters }) => parameters.faceDetector === "mtcnn")) return;
  for (const [name, dims] of Object.entries(MTCNN_SHAPES)) {
    const length = dims.reduce((product, side) => product * side);
    const feeds = { image: { data: new Float32Array(length), dims } };
    yield { name, path: join(FOLDERS.mtcnn, `${name}.onnx`), feeds };
  }
}
