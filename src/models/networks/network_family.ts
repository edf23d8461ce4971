import type { ModelCard } from "../../stages/classifiers/model_card.ts";

/**
 * A network whose weights can be imported. To add one, write a file with such an object and list it in
 * `network_families.ts`; the imported model is an ONNX graph like any other.
 */
export interface NetworkFamily {
  /**
   * Returns input and output for the model card.
   * @param size side of the faces, pixels; `null`: the default
   * @throws AssayError USAGE (exit 2) for a size that the network does not accept
   */
  interfaceOf(size: number | null): Pick<ModelCard, "input" | "output">;
  /**
   * Writes the network with the weights of a file as a float32 ONNX file, atomically.
   * @param weights absolute path of the weights file
   * @param target absolute path of the new ONNX file
   * @throws AssayError (exit 3) when the file is broken, contains another network's weights, or has numbers
   * that are not finite
   */
  build(weights: string, target: string): Promise<void>;
}
