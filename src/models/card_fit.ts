import { inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { outputMisfit } from "../stages/classifiers/card_misfit.ts";
import type { ModelCard, ModelInput, ModelOutput } from "../stages/classifiers/model_card.ts";
import type { DescribedOutput, GraphDescription } from "./onnx/describe_graph.ts";
import type { FinalActivation } from "./onnx/final_activation.ts";

/** The parts of a card that say how its network is fed and read. */
export type Interface = Pick<ModelCard, "input" | "output">;

/** Element types that import converts to and from float32. */
export const CONVERTED_TYPES: ReadonlySet<string> = new Set(["float16", "float64", "uint8"]);

interface FitOptions {
  /** Name of the file, for errors. */
  readonly file: string;
  /** Whether other element types are converted, as import does; default: only float32 can be run. */
  readonly converts?: boolean;
}

/**
 * Holds a card against its graph, without running it: names, types, layout, size, batch, columns, and whether an
 * activation would be applied twice. Import, `models verify` and evaluation all use it.
 * @throws AssayError MODEL_UNFIT (exit 3), with the right value where the graph tells it
 */
export function requireFit(
  graph: GraphDescription,
  { input, output }: Interface,
  { file, converts = false }: FitOptions,
): void {
  requireImages(graph, { input: input.name, output: output.name, file });
  const fault = inputFault(graph, { input, converts }) ??
    outputFault(graph, { output, converts });
  if (fault !== null) throw modelUnfitError(file, fault);
}

/**
 * Requires what no card can mend: one input for square pictures of three channels, and scores as output.
 * @param options names of the input and output, if they are known
 * @throws AssayError MODEL_UNFIT (exit 3)
 */
export function requireImages(
  graph: GraphDescription,
  { input, output, file }: {
    readonly input: string | undefined;
    readonly output: string | undefined;
    readonly file: string;
  },
): void {
  const taken = graph.inputs.find(({ name }) => name === input);
  const given = graph.outputs.find(({ name }) => name === output);
  const fault = (taken && pictureFault(taken, graph)) ?? (given && classFault(given)) ??
    trainingFault(graph);
  if (!fault) return;
  throw inputError("MODEL_UNFIT", {
    what: `${file} is no network that can be run on faces: ${fault}`,
    remedy: "Export it anew: one input of RGB faces, [N, 3, side, side], and a score per class",
  });
}

function pictureFault(
  { name, shape }: GraphDescription["inputs"][number],
  { inputs }: GraphDescription,
): string | null {
  if (inputs.length > 1) {
    return `it has several inputs: ${inputs.map((one) => one.name).join(", ")}`;
  }
  const sides = (shape ?? []).slice(1);
  const text = `input "${name}" is [${(shape ?? []).map((side) => side ?? "free").join(", ")}]`;
  if (sides.length === 4) return `${text}: it takes several frames at once`;
  if (shape !== null && sides.length !== 3) return `${text}, which is no picture`;
  const [first, second, third] = sides;
  const channels = [1, 2, 4].find((count) => first === count || third === count);
  if (channels !== undefined) {
    return `${text}: faces have 3 channels, and it takes ${channels}`;
  }
  const [height, width] = third === 3 && first !== 3 ? [first, second] : [second, third];
  if (typeof height !== "number" || typeof width !== "number" || height === width) return null;
  return `${text}: it takes pictures of ${width} x ${height} pixels, and faces are square`;
}

function classFault({ name, type }: GraphDescription["outputs"][number]): string | null {
  return /^u?int(32|64)$|^string$|^bool$/.test(type)
    ? `output "${name}" is ${type}, not float32: it gives a class, not a score`
    : null;
}

/** Makes the error for a network that does not match its card, or is not a classifier. */
export function modelUnfitError(file: string, what: string, cause?: unknown) {
  return inputError("MODEL_UNFIT", {
    what: `${file} does not match its card: ${what}`,
    remedy: "Correct the card, or export the model again",
    cause,
  });
}

function trainingFault({ training }: GraphDescription): string | null {
  return training &&
    `it was exported in training mode (${training} depends on the other faces or on ` +
      "chance); call model.eval() before exporting it";
}

function inputFault(
  { inputs }: GraphDescription,
  { input, converts }: { readonly input: ModelInput; readonly converts: boolean },
): string | null {
  const names = inputs.map(({ name }) => name);
  const found = inputs.find(({ name }) => name === input.name);
  if (found === undefined) return missingName("input", input.name, names);
  return typeFault("input", found, converts) ?? bytesFault(found.type, input) ??
    sidesFault(found.shape, input);
}

function missingName(kind: string, name: string, names: readonly string[]): string {
  const nearest = nearestName(name, [...names]);
  const hint = nearest === undefined || names.length === 1 ? "" : `; did you mean "${nearest}"?`;
  return `it has no ${kind} "${name}", only ${names.join(", ")}${hint}`;
}

function typeFault(
  kind: "input" | "output",
  { name, type }: { readonly name: string; readonly type: string },
  converts: boolean,
): string | null {
  if (type === "float32") return null;
  const what = `${kind} "${name}" is ${type}, not float32`;
  if (!CONVERTED_TYPES.has(type)) return `${what}; export the model with a float32 ${kind}`;
  return converts ? null : `${what}; \`deno task models import FILE --card CARD\` converts it`;
}

/** Tells whether a card passes a face's bytes on as they are. */
export function takesBytes({ scale, mean, std }: ModelInput): boolean {
  return scale === 1 && mean.every((one) => one === 0) && std.every((one) => one === 1);
}

function bytesFault(type: string, input: ModelInput): string | null {
  if (type !== "uint8" || takesBytes(input)) return null;
  return `input "${input.name}" is uint8, not float32, so it takes the bytes themselves: the card must say ` +
    '"scale": 1, "mean": [0, 0, 0] and "std": [1, 1, 1]';
}

/** Compares the declared dimensions with the card; dynamic ones match anything. */
function sidesFault(
  shape: GraphDescription["inputs"][number]["shape"],
  input: ModelInput,
): string | null {
  if (shape === null) return null;
  const [first, ...sides] = shape.map((side) => typeof side === "number" ? side : null);
  if (!fits(sides, input)) {
    const text = shape.map((side) => typeof side === "number" ? side : "free").join(", ");
    return `input "${input.name}" is [${text}], and the card says ${input.layout} with faces of ` +
      `${input.size} pixels${rightSides(sides)}`;
  }
  if (!first || input.batch === undefined || input.batch === first) return null;
  return `it takes ${first} faces in every run, and the card says "batch": ${input.batch}`;
}

function fits(
  sides: readonly (number | null)[],
  { layout, size }: Pick<ModelInput, "layout" | "size">,
): boolean {
  const wanted = layout === "NCHW" ? [3, size, size] : [size, size, 3];
  return sides.length === 3 && sides.every((side, i) => side === null || side === wanted[i]);
}

/** Formats what the card should say, where the dimensions tell it. */
function rightSides(sides: readonly (number | null)[]): string {
  for (const layout of ["NCHW", "NHWC"] as const) {
    const size = layout === "NCHW" ? sides[1] : sides[0];
    if (size && fits(sides, { layout, size })) {
      return `; the right values are "layout": "${layout}" and "size": ${size}`;
    }
  }
  return "";
}

function outputFault(
  { outputs }: GraphDescription,
  { output, converts }: { readonly output: ModelOutput; readonly converts: boolean },
): string | null {
  const found = outputs.find(({ name }) => name === output.name);
  if (found === undefined) {
    return missingName(
      "output",
      output.name,
      outputs.map(({ name }) => name),
    );
  }
  return typeFault("output", found, converts) ?? activationFault(found, output) ??
    (found.columns === null ? null : outputMisfit(output, found.columns));
}

/** Finds an activation that would be applied twice, or one that makes no probability. */
function activationFault(
  { activation: final, columns, linear }: DescribedOutput,
  { name, activation }: ModelOutput,
): string | null {
  if (final === null) {
    if (linear === null || activation !== "none") return null;
    const right = columns === null
      ? '"sigmoid" or "softmax"'
      : columns === 1
      ? '"sigmoid"'
      : '"softmax"';
    return `output "${name}" ends in ${linear}, whose values are logits and no probability: ` +
      `the right value is "activation": ${right}`;
  }
  const ending = `output "${name}" ends in ${endingText(final)}`;
  if (final.kind !== "sigmoid" && columns === 1 && !final.partial) {
    return `${ending} over one column, so that all scores are equal; export its logit instead`;
  }
  if (final.kind === "log_softmax") {
    if (final.partial) return `${ending}, one logarithm of a probability; export all its columns`;
    return activation === "softmax"
      ? null
      : `${ending}: the right value is "activation": "softmax"`;
  }
  if (activation === "none") return null;
  return `${ending}, and the card applies ${activation} once more: ` +
    'the right value is "activation": "none"';
}

const OPERATOR_NAMES = {
  sigmoid: "Sigmoid",
  softmax: "Softmax",
  log_softmax: "LogSoftmax",
} as const;

function endingText({ kind, behind }: FinalActivation): string {
  const later = [...new Set(behind)].reverse();
  return `${OPERATOR_NAMES[kind]}${later.length === 0 ? "" : ` (then ${later.join(", ")})`}`;
}
