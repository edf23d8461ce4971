import type { ModelCard } from "../../stages/classifiers/model_card.ts";

/**
 * A network whose weights can be imported. A new one is a file with such an object and a line in
 * `network_families.ts`; nothing else needs to know of it, since what is imported is an ONNX graph like any other.
 */
export interface NetworkFamily {
  /**
   * How the network is fed and read.
   * @param size width and height of the faces, pixels; `null`: the usual one
   * @throws AssayError USAGE (exit 2) for a size that the network cannot take
   */
  interfaceOf(size: number | null): Pick<ModelCard, "input" | "output">;
  /**
   * Writes the network with the weights of a file as a float32 ONNX file, whole or not at all.
   * @param weights absolute path of the file of weights
   * @param target absolute path of the ONNX file to be
   * @throws AssayError (exit 3) when the file is broken, holds another network's weights, or numbers that are
   * not finite
   */
  build(weights: string, target: string): Promise<void>;
}
