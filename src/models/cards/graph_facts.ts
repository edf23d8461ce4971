import type { DescribedInput, DescribedOutput, GraphDescription } from "../onnx/describe_graph.ts";
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
export function imageInput({ inputs }: GraphDescription): DescribedInput | null {
  return inputs.find(({ shape }) => shape?.length === 4) ?? inputs[0] ?? null;
}

/** Tells whether a dimension is that of the colour channels: 3, or a free one with such a name. */
function isColour(side: number | string | null | undefined): boolean {
  return side === 3 || typeof side === "string" && /chan/i.test(side);
}

/** A pixel value as it is, from 0 to 255. */
const AS_IT_IS = { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** Tells whether a graph multiplies its input by about 1/255 first. */
function isPerByte(rescale: number | null): boolean {
  return rescale !== null && Math.abs(rescale * 255 - 1) < 0.01;
}

function inputFacts(input: DescribedInput): CardFacts {
  const { name, shape, type, rescale } = input;
  const text = `the graph: input [${(shape ?? []).map((side) => side ?? "?").join(", ")}]`;
  const [, second, third, fourth] = shape ?? [];
  const isLast = isColour(fourth) && !isColour(second);
  const [height, width] = isLast ? [second, third] : [third, fourth];
  const isSquare = typeof height === "number" && height === width;
  return {
    ...factsFrom(text, { input: name, size: isSquare ? height : null }),
    ...(isLast || isColour(second)
      ? factsFrom(text, { layout: isLast ? "NHWC" : "NCHW" })
      : factsFrom("assumed: the graph does not say", { layout: "NCHW" })),
    ...(type === "uint8" ? factsFrom("the graph: its input is uint8", AS_IT_IS) : {}),
    ...(isPerByte(rescale) ? factsFrom("the graph: it divides by 255 itself", AS_IT_IS) : {}),
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
function activationFacts({ activation, columns, linear }: DescribedOutput): CardFacts {
  const end = linear === null ? ", assumed to be logits" : `, logits of ${linear}`;
  if (activation === null) {
    if (columns === null) return {};
    const text = columns === 1 ? "one column" : `${columns} columns`;
    return factsFrom(`the graph: ${text} without an activation${end}`, {
      activation: columns === 1 ? "sigmoid" : "softmax",
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
