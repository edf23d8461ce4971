import type { DetectedFace } from "../../records/face.ts";
import { boxKernels } from "../../base/numeric/boxes/box_kernels.ts";
import { boxArea } from "../../base/numeric/boxes/float32_box.ts";
import { legacyArgsort } from "../../base/numeric/numpy/legacy_argsort.ts";
import type { FaceDetector } from "./contract.ts";
import type { MtcnnNetworks } from "./mtcnn_networks.ts";
import { pyramidLevels } from "./mtcnn_pyramid.ts";
import { conclude, propose, refine, type RefinedFace } from "./mtcnn_stages.ts";
import { type NetworkInputs, networkInputs } from "./network_input.ts";
import type { DetectionParameters } from "./parameters.ts";

/**
 * MTCNN as facenet-pytorch's `MTCNN(margin=0, select_largest=True).detect(img, landmarks=True)` runs it. An
 * image whose short side is below `minFace` has no faces; the original raises there.
 * @param networks released with the face detector
 * @param options `inputs`: what makes the networks' inputs
 */
export function mtcnn(
  networks: MtcnnNetworks,
  parameters: Pick<DetectionParameters, "minFace" | "pyramidFactor" | "detectionThresholds">,
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
      const proposals = await propose(search, { levels, threshold: first });
      const refined = await refine(search, { proposals, threshold: second });
      return largestFirst(await conclude(search, { refined, threshold: third }));
    },
    release: () => networks.release(),
  };
}

/** As `argsort(area)[::-1]`. */
function largestFirst(faces: readonly RefinedFace[]): DetectedFace[] {
  const order = legacyArgsort(faces.map(({ box }) => boxArea(box)));
  return order.reverse().map((i) => {
    const { box, score, landmarks } = faces[i];
    return { box, probability: score, landmarks };
  });
}
