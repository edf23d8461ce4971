import type { DetectedFace } from "../../records/face.ts";
import { boxKernels } from "../../base/numeric/boxes/box_kernels.ts";
import { boxArea } from "../../base/numeric/boxes/float32_box.ts";
import { legacyArgsort } from "../../base/numeric/numpy/legacy_argsort.ts";
import type { Reads } from "../part.ts";
import { type FaceDetector, faceDetectorPart } from "./contract.ts";
import { type MtcnnNetworks, openMtcnnFiles } from "./mtcnn_networks.ts";
import { pyramidLevels } from "./mtcnn_pyramid.ts";
import { type RefinedFace, runONet, runPNet, runRNet } from "./mtcnn_stages.ts";
import { type NetworkInputs, networkInputs } from "./network_input.ts";

const reads = ["minFace", "pyramidFactor", "detectionThresholds"] as const;

/** Parameters that MTCNN reads. */
export type MtcnnParameters = Reads<typeof reads>;

/** MTCNN with its three networks as a face detector. */
export const mtcnnPart = faceDetectorPart({
  reads,
  landmarks: true,
  files: ["mtcnn/pnet.onnx", "mtcnn/rnet.onnx", "mtcnn/onet.onnx"],
  async open(parameters, { pathOf, provider, threads }) {
    const paths = {
      pnet: pathOf("mtcnn/pnet.onnx"),
      rnet: pathOf("mtcnn/rnet.onnx"),
      onet: pathOf("mtcnn/onet.onnx"),
    };
    return mtcnn(await openMtcnnFiles(paths, { provider, threads }), parameters);
  },
});

/**
 * Makes a face detector that runs MTCNN as facenet-pytorch's
 * `MTCNN(margin=0, select_largest=True).detect(img, landmarks=True)` does. An image whose short side is below
 * `minFace` has no faces; the original raises an error.
 * @param networks released together with the face detector
 * @param options `inputs`: makes the networks' inputs
 */
export function mtcnn(
  networks: MtcnnNetworks,
  parameters: MtcnnParameters,
  { inputs = networkInputs() }: { readonly inputs?: NetworkInputs } = {},
): FaceDetector {
  const [first, second, third] = parameters.detectionThresholds;
  const kernels = boxKernels();
  return {
    async detect(image) {
      const levels = pyramidLevels(image, parameters);
      if (levels.length === 0) return [];
      const search = { networks, inputs, kernels, image };
      inputs.setImage(image);
      const proposals = await runPNet(search, { levels, threshold: first });
      const refined = await runRNet(search, { proposals, threshold: second });
      return largestFirst(await runONet(search, { refined, threshold: third }));
    },
    release: () => networks.release(),
  };
}

/** Sorts faces by area, largest first, with ties in the order of NumPy's `argsort(area)[::-1]`. */
function largestFirst(faces: readonly RefinedFace[]): DetectedFace[] {
  const order = legacyArgsort(faces.map(({ box }) => boxArea(box)));
  return order.reverse().map((i) => {
    const { box, score, landmarks } = faces[i]!;
    return { box, probability: score, landmarks };
  });
}
