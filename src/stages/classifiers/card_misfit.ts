import type { TensorFacts } from "../../platform/onnxruntime/onnx_session.ts";
import type { ModelCard, ModelInput } from "./model_card.ts";

/** Inputs and outputs of a loaded network, and the batch size that it is run with. */
interface Network {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  readonly batchSize: number;
}

/**
 * Finds the first contradiction between a card and its network, before any video is opened. A dimension that the
 * network leaves open fits any size.
 * @returns a clause for an error message; `null`: card and network fit
 */
export function cardMisfit({ input, output }: ModelCard, network: Network): string | null {
  const fed = network.inputs.find(({ name }) => name === input.name);
  if (fed === undefined) return `no input "${input.name}" (inputs: ${names(network.inputs)})`;
  if (network.inputs.length > 1) return `several inputs: ${names(network.inputs)}`;
  const read = network.outputs.find(({ name }) => name === output.name);
  if (read === undefined) return `no output "${output.name}" (outputs: ${names(network.outputs)})`;
  const other = [fed, read].find(({ type }) => type !== "float32");
  if (other !== undefined) return `"${other.name}" is ${other.type}, not float32`;
  return inputMisfit(fed, input, network.batchSize) ?? columnMisfit(read, output.index);
}

function inputMisfit(
  { name, shape }: TensorFacts,
  { size, layout }: ModelInput,
  batchSize: number,
): string | null {
  if (shape.length === 0) return null; // shape unknown
  const [batch, ...sides] = shape;
  const wanted = layout === "NCHW" ? [3, size, size] : [size, size, 3];
  const fits = sides.length === 3 && sides.every((side, i) => side === null || side === wanted[i]);
  if (!fits) {
    const text = shape.map((side) => side ?? "free").join(", ");
    return `input "${name}" has shape [${text}], not ${layout} with faces of ${size} pixels`;
  }
  if (batch === null || batch === batchSize) return null;
  return `the network takes batches of ${batch} only, not of ${batchSize}`;
}

function columnMisfit({ name, shape }: TensorFacts, index: number): string | null {
  const columns = shape.slice(1).reduce<number | null>(
    (product, side) => product === null || side === null ? null : product * side,
    shape.length === 0 ? null : 1,
  );
  return columns === null || index < columns ? null : `output "${name}" has no column ${index}`;
}

function names(tensors: readonly TensorFacts[]): string {
  return tensors.map(({ name }) => name).join(", ");
}
