import type { onnx } from "onnx-proto";
import type { ModelInput, ModelOutput } from "../stages/classifiers/model_card.ts";
import { inputError } from "../records/errors.ts";
import { ELEMENT_TYPES } from "./onnx/element_type.ts";
import type { OnnxModel } from "./onnx/onnx_file.ts";
import { modelUnfitError } from "./network_trial.ts";

interface Interface {
  readonly input: ModelInput;
  readonly output: ModelOutput;
}

const FLOAT32 = ELEMENT_TYPES.float32.code;

/** `TensorProto.DataLocation`. */
const EXTERNAL = 1;

/**
 * Checks that the inputs and outputs declared in an ONNX file match its card, without running it, and that it
 * has no external data.
 * @param file its name, for errors
 * @throws AssayError MODEL_UNFIT (exit 3)
 */
export function requireInterface(
  { graph }: OnnxModel,
  { input, output }: Interface,
  file: string,
): void {
  const outside = firstOutside(graph);
  if (outside !== null) {
    throw modelUnfitError(
      file,
      `the data of ${outside} are in another file; save the model as one file`,
    );
  }
  requireInput(graph, input, file);
  requireOutput(graph, output, file);
}

/**
 * Checks that no constant contains NaN. Infinities are used as masks and allowed.
 * @throws AssayError WEIGHTS_NOT_FINITE (exit 3)
 */
export function requireNumbers({ graph }: OnnxModel, file: string): void {
  for (const { name, dataType, rawData, floatData } of tensorsOf(graph)) {
    if (dataType !== FLOAT32) continue;
    const numbers = rawData?.length
      ? new Float32Array(Uint8Array.from(rawData).buffer, 0, rawData.length >> 2)
      : floatData ?? [];
    if (!numbers.some(Number.isNaN)) continue;
    throw inputError("WEIGHTS_NOT_FINITE", {
      what: `constant ${name} in ${file} contains NaN`,
      remedy: "Train or export the model again: it cannot compute scores",
    });
  }
}

function requireInput(graph: onnx.IGraphProto, input: ModelInput, file: string): void {
  const constants = new Set(graph.initializer?.map(({ name }) => name));
  const inputs = (graph.input ?? []).filter(({ name }) => !constants.has(name));
  const names = inputs.map(({ name }) => name).join(", ");
  const found = inputs.find(({ name }) => name === input.name);
  if (found === undefined) {
    throw modelUnfitError(file, `it has no input "${input.name}", only ${names}`);
  }
  if (inputs.length > 1) throw modelUnfitError(file, `it has several inputs: ${names}`);
  const tensor = found.type?.tensorType;
  if (tensor?.elemType !== FLOAT32) {
    throw modelUnfitError(file, `input "${input.name}" is not float32`);
  }
  const sides = tensor.shape?.dim;
  if (sides) requireSides(sides, input, file);
}

/** Checks the declared dimensions; dynamic ones match anything. */
function requireSides(
  sides: readonly onnx.TensorShapeProto.IDimension[],
  { name, size, layout }: ModelInput,
  file: string,
): void {
  const found = sides.map(({ dimValue }) => Number(dimValue ?? 0) || null);
  const [, ...wanted] = layout === "NCHW" ? [0, 3, size, size] : [0, size, size, 3];
  const [batch, ...others] = found;
  const fits = others.length === 3 &&
    others.every((side, i) => side === null || side === wanted[i]);
  if (!fits) {
    const text = found.map((side) => side ?? "free").join(", ");
    throw modelUnfitError(
      file,
      `input "${name}" is [${text}], and the card says ${layout} with faces of ${size} pixels`,
    );
  }
  if (batch === null) return;
  throw modelUnfitError(
    file,
    `it takes batches of ${batch} only, and faces come in batches of any size; export it with a free ` +
      `first axis, such as torch.onnx.export(…, input_names=["${name}"], ` +
      `dynamic_axes={"${name}": {0: "batch"}})`,
  );
}

function requireOutput(graph: onnx.IGraphProto, output: ModelOutput, file: string): void {
  const outputs = graph.output ?? [];
  const found = outputs.find(({ name }) => name === output.name);
  if (found === undefined) {
    const names = outputs.map(({ name }) => name).join(", ");
    throw modelUnfitError(file, `it has no output "${output.name}", only ${names}`);
  }
  if (found.type?.tensorType?.elemType !== FLOAT32) {
    throw modelUnfitError(file, `output "${output.name}" is not float32`);
  }
}

/** Finds a tensor with external data, in this graph or a nested one; `null`: there is none. */
function firstOutside(graph: onnx.IGraphProto): string | null {
  for (const tensor of tensorsOf(graph)) {
    if (tensor.dataLocation === EXTERNAL || tensor.externalData?.length) {
      return tensor.name || "one";
    }
  }
  return null;
}

function* tensorsOf(graph: onnx.IGraphProto): Generator<onnx.ITensorProto> {
  yield* graph.initializer ?? [];
  for (const { values, indices } of graph.sparseInitializer ?? []) {
    if (values) yield values;
    if (indices) yield indices;
  }
  for (const node of graph.node ?? []) {
    for (const { t, tensors, g, graphs } of node.attribute ?? []) {
      if (t) yield t;
      yield* tensors ?? [];
      for (const inner of [...(g ? [g] : []), ...graphs ?? []]) yield* tensorsOf(inner);
    }
  }
}
