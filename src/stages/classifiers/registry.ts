import type { ClassifierFamily } from "./contract.ts";
import { onnxFamily } from "./onnx_classifier.ts";

/** Classifier families by their name in model cards. */
export const classifierFamilies = {
  onnx: onnxFamily,
} as const satisfies Readonly<Record<string, ClassifierFamily>>;
