import type { onnx } from "onnx-proto";
import type { GraphScope } from "./graph_scope.ts";
import { singleNumber } from "./tensor_numbers.ts";

/** Operators that move or convert an input before it is used. */
const MOVING = new Set("Cast Identity Transpose Reshape Squeeze Unsqueeze".split(" "));

const MOST_STEPS = 10;

/** Operators that normalise an input in a way that one factor does not tell. */
const NORMALISING = new Set("Add BatchNormalization Div Mul Sub".split(" "));

/**
 * Finds the factor by which a graph multiplies an input first, as exporters write "divide by 255" into it.
 * @returns 1: it does not; `null`: not known, since it normalises in another way or the input goes several ways
 */
export function inputRescale(input: string, { nodes, constants }: GraphScope): number | null {
  let name = input;
  for (let step = 0; step < MOST_STEPS; step++) {
    const readers = new Set([...nodes.values()].filter((node) => node.input?.includes(name)));
    const [reader] = readers;
    if (readers.size !== 1 || reader === undefined) return null;
    if (!MOVING.has(reader.opType ?? "")) return factorOf(reader, name, constants);
    name = reader.output?.[0] ?? "";
  }
  return null;
}

function factorOf(
  { opType, input }: onnx.INodeProto,
  name: string,
  constants: GraphScope["constants"],
): number | null {
  if (!NORMALISING.has(opType ?? "")) return 1;
  const [first = "", second = ""] = input ?? [];
  const constant = constants.get(first === name ? second : first);
  const number = constant === undefined ? null : singleNumber(constant);
  if (number === null || number === 0) return null;
  if (opType === "Mul") return number;
  return opType === "Div" && first === name ? 1 / number : null;
}
