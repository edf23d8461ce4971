import type { ModelCard } from "../../stages/classifiers/model_card.ts";

/** What a user asks of a network that is built from weights. */
export interface NetworkRequest {
  /** Side of the faces, pixels; `null`: the default. */
  readonly size: number | null;
  /** Which of several sets of weights in the file is taken, such as `ema`; `null`: the one most likely meant. */
  readonly asked: string | null;
}

/** A network that was built from weights. */
export interface BuiltNetwork extends Pick<ModelCard, "input" | "output"> {
  /** Name of the family that was built, which may say more than the one asked for. */
  readonly architecture: string;
  /** What was taken and assumed, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * A network whose weights can be imported. To add one, write a file with such an object and list it in
 * `network_families.ts`; the imported model is an ONNX graph like any other.
 */
export interface NetworkFamily {
  /**
   * Checks the side of the faces.
   * @param size pixels; `null`: the default
   * @throws AssayError USAGE (exit 2) for a size that the network does not accept
   */
  requireSize(size: number | null): void;
  /**
   * Writes the network with the weights of a file as a float32 ONNX file, atomically.
   * @param weights absolute path of the weights file
   * @param options `target`: absolute path of the new ONNX file
   * @throws AssayError (exit 3) when the file is broken, contains another network's weights, or has numbers
   * that are not finite
   */
  build(
    weights: string,
    options: NetworkRequest & { readonly target: string },
  ): Promise<BuiltNetwork>;
}
