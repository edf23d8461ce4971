import type { DeclaredTensor, DescribedOutput, GraphDescription } from "../onnx/describe_graph.ts";
import { type CardFacts, factsFrom } from "./facts.ts";

/** Beginnings of the names that exporters give to scores, best first. */
const SCORE_NAMES = ["logit", "prob", "score", "pred", "output", "class"];

/**
 * Finds what an ONNX file says of its card: names, layout, size, and the activation that is still to be applied.
 * @param output name of the output to read; `null`: chosen here
 */
export function graphFacts(graph: GraphDescription, output: string | null): CardFacts {
  const input = imageInput(graph);
  const read = output === null
    ? scoreOutput(graph)
    : graph.outputs.find(({ name }) => name === output) ?? null;
  return {
    ...(input === null ? {} : inputFacts(input)),
    ...(read === null ? {} : factsFrom(outputReason(graph, read), { output: read.name })),
    ...(read === null ? {} : activationFacts(read)),
  };
}

/** Finds the input that takes images; `null`: there is none. */
export function imageInput({ inputs }: GraphDescription): DeclaredTensor | null {
  return inputs.find(({ shape }) => shape?.length === 4) ?? inputs[0] ?? null;
}

function inputFacts(input: DeclaredTensor): CardFacts {
  const { name, shape, type } = input;
  const text = `the graph: input [${(shape ?? []).map((side) => side ?? "?").join(", ")}]`;
  const [, second, third, fourth] = shape ?? [];
  const isLast = fourth === 3 && second !== 3;
  const [height, width] = isLast ? [second, third] : [third, fourth];
  const isSquare = typeof height === "number" && height === width;
  return {
    ...factsFrom(text, { input: name, size: isSquare ? height : null }),
    ...(isLast || second === 3
      ? factsFrom(text, { layout: isLast ? "NHWC" : "NCHW" })
      : factsFrom("assumed: the graph does not say", { layout: "NCHW" })),
    ...(type === "uint8"
      ? factsFrom("the graph: its input is uint8", { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] })
      : {}),
  };
}

/** Chooses the output with the scores; `null`: several may be it. */
function scoreOutput({ outputs }: GraphDescription): DescribedOutput | null {
  if (outputs.length < 2) return outputs[0] ?? null;
  for (const start of SCORE_NAMES) {
    const named = outputs.filter(({ name }) => name.toLowerCase().startsWith(start));
    if (named.length === 1) return named[0]!;
  }
  const narrow = outputs.filter(({ columns }) => columns !== null && columns <= 2);
  return narrow.length === 1 ? narrow[0]! : null;
}

function outputReason({ outputs }: GraphDescription, { name }: DescribedOutput): string {
  const others = outputs.filter((one) => one.name !== name);
  if (others.length === 0) return "the graph: its only output";
  return `the graph: its name, among ${others.map((one) => one.name).join(", ")}`;
}

/** Finds the activation that makes probabilities of an output. */
function activationFacts({ activation, columns, operator }: DescribedOutput): CardFacts {
  const end = operator === null ? "" : ` (${operator})`;
  if (activation === null) {
    if (columns === null) return {};
    return columns === 1
      ? factsFrom(`the graph: one column without an activation at its end${end}`, {
        activation: "sigmoid",
      })
      : factsFrom(`the graph: ${columns} columns without an activation at their end${end}`, {
        activation: "softmax",
      });
  }
  if (activation.kind !== "log_softmax") {
    const name = activation.kind === "sigmoid" ? "Sigmoid" : "Softmax";
    return factsFrom(`the graph: it ends in ${name}`, { activation: "none" });
  }
  if (activation.partial) return {};
  return factsFrom("the graph: it ends in LogSoftmax, whose softmax are the probabilities", {
    activation: "softmax",
  });
}
