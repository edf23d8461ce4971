import type { ParityStage } from "./contract.ts";
import { crops } from "./crops.ts";
import { decoding } from "./decoding.ts";
import { endToEnd } from "./end_to_end.ts";
import { faceDetection } from "./face_detection.ts";
import { halfSize } from "./half_size.ts";
import { logits } from "./logits.ts";
import { mesonet } from "./mesonet.ts";
import { metrics } from "./metrics.ts";
import { pooling } from "./pooling.ts";
import { reading } from "./reading.ts";
import { resizing } from "./resizing.ts";
import { sampling } from "./sampling.ts";

/** All checks against golden data, in the order of the pipeline. */
export const PARITY_STAGES: readonly ParityStage[] = [
  sampling,
  reading,
  decoding,
  halfSize,
  faceDetection,
  crops,
  resizing,
  logits,
  mesonet,
  pooling,
  endToEnd,
  metrics,
];
