import { basename } from "node:path";
import { readCheckpoint, withoutWrappers } from "../checkpoints/read_checkpoint.ts";
import type { EfficientnetVariant } from "./efficientnet_layout.ts";
import { openFileSource } from "../../platform/files/file_source.ts";
import { buildEfficientnet, efficientnetInterface } from "./efficientnet.ts";
import { efficientnetWeights } from "./efficientnet_weights.ts";
import type { NetworkFamily } from "./network_family.ts";

/** Side of the faces that the winner used for all sizes of the family, pixels. */
export const EFFICIENTNET_FACE_SIZE = 380;

/**
 * Builds the family of `DeepFakeClassifier` over one of timm's EfficientNets, from PyTorch or safetensors
 * files.
 */
export function efficientnetFamily(variant: EfficientnetVariant): NetworkFamily {
  return {
    interfaceOf: (size) => efficientnetInterface(size ?? EFFICIENTNET_FACE_SIZE),
    async build(weights, target) {
      const source = openFileSource(weights);
      try {
        const file = basename(weights);
        const tensors = withoutWrappers(readCheckpoint(source, file).tensors);
        const parameters = efficientnetWeights(tensors, { variant, file });
        await buildEfficientnet(target, { variant, parameters });
      } finally {
        source.close();
      }
    },
  };
}
