import type { GraphScope } from "./graph_scope.ts";

/** Operators whose result is a sum of weighted inputs, of any size and sign. */
const LINEAR = new Set(
  "BatchNormalization Conv Gemm MatMul QGemm QLinearConv QLinearMatMul".split(" "),
);

/** Operators that move values, change their sign or scale, and leave them of any size and sign. */
const PASSING = new Set(
  "Cast Concat DequantizeLinear Dropout Flatten Gather Identity Neg QuantizeLinear ReduceMean Reshape Slice Squeeze Transpose Unsqueeze"
    .split(" "),
);

/** Operators that shift or scale by a constant. */
const SHIFTING = new Set("Add Div Mul Sub".split(" "));

const MOST_STEPS = 50;

/**
 * Finds the linear layer that a value comes from with nothing but moves, shifts and factors behind it: such values
 * are logits.
 * @returns its operator; `null`: the value comes from something else
 */
export function linearEnd(output: string, { nodes, constants }: GraphScope): string | null {
  let name = output;
  for (let step = 0; step < MOST_STEPS; step++) {
    const node = nodes.get(name);
    const operator = node?.opType ?? "";
    const [first = "", second = ""] = node?.input ?? [];
    if (LINEAR.has(operator)) return operator;
    if (PASSING.has(operator)) name = first;
    else if (SHIFTING.has(operator) && constants.has(second)) name = first;
    else if (SHIFTING.has(operator) && operator !== "Div" && constants.has(first)) name = second;
    else return null;
  }
  return null;
}
