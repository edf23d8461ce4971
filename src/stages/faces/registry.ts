import type { Provider } from "../../records/provider.ts";
import type { FaceDetector } from "./contract.ts";
import { mtcnn } from "./mtcnn.ts";
import { openMtcnnNetworks } from "./mtcnn_networks.ts";
import type { DetectionParameters, FaceDetectorName } from "./parameters.ts";
import { wholeFrame } from "./whole_frame.ts";

/** Where a face detector finds its networks and how they run. */
export interface FaceDetectorResources {
  /** Absolute path of the folder with `pnet.onnx`, `rnet.onnx` and `onet.onnx`. */
  readonly mtcnnFolder: string;
  readonly provider: Provider;
  /** Threads of each network's session. */
  readonly threads: number;
}

/** A way of finding faces. */
export interface FaceDetectorPart {
  /** @throws AssayError when its networks are missing or broken, or the provider is not there. */
  open(parameters: DetectionParameters, resources: FaceDetectorResources): Promise<FaceDetector>;
}

/** All face detectors by name. */
export const FACE_DETECTOR_PARTS = {
  mtcnn: {
    async open(parameters, { mtcnnFolder, provider, threads }) {
      return mtcnn(await openMtcnnNetworks(mtcnnFolder, { provider, threads }), parameters);
    },
  },
  whole_frame: { open: () => Promise.resolve(wholeFrame()) },
} satisfies Record<FaceDetectorName, FaceDetectorPart>;
