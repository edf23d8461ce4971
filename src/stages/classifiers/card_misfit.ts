import type { TensorFacts } from "../../platform/onnxruntime/onnx_session.ts";
import { counted } from "../../base/text/counted.ts";
import type { ModelCard, ModelInput, ModelOutput } from "./model_card.ts";

type Card = Pick<ModelCard, "input">;

/** Inputs and outputs of a loaded network. */
interface Network {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
}

/** Returns how many faces a network takes in every run: as it declares or as its card says; `null`: any number. */
export function facesPerRun(inputs: readonly TensorFacts[], { input }: Card): number | null {
  return inputs.find(({ name }) => name === input.name)?.shape[0] ?? input.batch ?? null;
}

/**
 * Finds the first contradiction between a card and its network, before any video is opened. A dimension that the
 * network leaves open fits any size.
 * @returns a clause for an error message; `null`: card and network fit
 */
export function cardMisfit(
  { input, output }: Card & Pick<ModelCard, "output">,
  network: Network,
): string | null {
  const fed = network.inputs.find(({ name }) => name === input.name);
  if (fed === undefined) return `no input "${input.name}" (inputs: ${names(network.inputs)})`;
  if (network.inputs.length > 1) return `several inputs: ${names(network.inputs)}`;
  const read = network.outputs.find(({ name }) => name === output.name);
  if (read === undefined) return `no output "${output.name}" (outputs: ${names(network.outputs)})`;
  const other = [fed, read].find(({ type }) => type !== "float32");
  if (other !== undefined) return `"${other.name}" is ${other.type}, not float32`;
  const batch = facesPerRun(network.inputs, { input });
  return inputMisfit(fed, input) ?? columnMisfit(read, { output, batch });
}

function inputMisfit(
  { name, shape }: TensorFacts,
  { size, layout, batch: stated }: ModelInput,
): string | null {
  if (shape.length === 0) return null; // shape unknown
  const [batch, ...sides] = shape;
  const wanted = layout === "NCHW" ? [3, size, size] : [size, size, 3];
  const fits = sides.length === 3 && sides.every((side, i) => side === null || side === wanted[i]);
  if (!fits) {
    const text = shape.map((side) => side ?? "free").join(", ");
    return `input "${name}" has shape [${text}], not ${layout} with faces of ${size} pixels`;
  }
  if (batch === null || stated === undefined || batch === stated) return null;
  return `the network takes ${batch} faces in every run, and the card says ${stated}`;
}

function columnMisfit(
  { shape }: TensorFacts,
  { output, batch }: { readonly output: ModelOutput; readonly batch: number | null },
): string | null {
  const columns = columnsOf(shape, batch);
  return columns === null ? null : outputMisfit(output, columns);
}

/**
 * Finds a contradiction between a card's output section and the number of columns: an index beyond them, a softmax
 * over one, a sigmoid of one of two.
 * @returns a clause for an error message, with the right value; `null`: they fit
 */
export function outputMisfit(
  { name, index, activation }: ModelOutput,
  columns: number,
): string | null {
  if (index >= columns) {
    return `output "${name}" has ${counted(columns, "column")}, none of index ${index}`;
  }
  if (activation === "softmax" && columns === 1) {
    return `output "${name}" has one column, whose softmax is always 1: ` +
      'the activation is "sigmoid", or "none" if it gives a probability';
  }
  if (activation === "sigmoid" && columns === 2) {
    return `output "${name}" has two columns, of which sigmoid reads one: the activation is ` +
      '"softmax"; if they are no classes of one softmax, export the one that is meant';
  }
  return null;
}

/** Numbers for each face; `null`: not declared. With a fixed batch the first dimension may be anything. */
function columnsOf(shape: TensorFacts["shape"], batch: number | null): number | null {
  if (shape.length === 0) return null;
  const sides = batch === null || shape[0] === null ? shape.slice(1) : shape;
  if (!sides.every((side) => side !== null)) return null;
  const count = sides.reduce((product, side) => product * side, 1);
  return sides.length === shape.length && batch !== null ? Math.floor(count / batch) : count;
}

function names(tensors: readonly TensorFacts[]): string {
  return tensors.map(({ name }) => name).join(", ");
}
