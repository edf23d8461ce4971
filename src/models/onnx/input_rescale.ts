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
export function inputRescale(input: string, scope: GraphScope): number | null {
  const first = firstUse(input, scope);
  return first === null ? null : factorOf(first.reader, first.name, scope.constants);
}

/**
 * Finds the operator by which a graph normalises an input first, other than by a factor: `Sub` of a mean, `Div` by a
 * standard deviation for each channel.
 * @returns `null`: it does not, or not in a way that is recognised
 */
export function ownNormalisation(input: string, scope: GraphScope): string | null {
  const first = firstUse(input, scope);
  if (first === null || inputRescale(input, scope) !== null) return null;
  const { opType, input: values } = first.reader;
  const hasConstant = values?.some((value) => scope.constants.has(value)) ?? false;
  return hasConstant && OFFSETS.has(opType ?? "") ? opType! : null;
}

/** Operators that normalise by a constant of one number or one for each channel. */
const OFFSETS = new Set("Add Div Mul Sub".split(" "));

interface FirstUse {
  readonly reader: onnx.INodeProto;
  /** The input, by its name there. */
  readonly name: string;
}

/** Finds the first node that computes with an input; `null`: several do. */
function firstUse(input: string, { nodes }: GraphScope): FirstUse | null {
  let name = input;
  for (let step = 0; step < MOST_STEPS; step++) {
    const readers = new Set([...nodes.values()].filter((node) => node.input?.includes(name)));
    const [reader] = readers;
    if (readers.size !== 1 || reader === undefined) return null;
    if (!MOVING.has(reader.opType ?? "")) return { reader, name };
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
