import type { onnx } from "onnx-proto";
import { calledOutput, calledScope, type GraphScope } from "./graph_scope.ts";
import { singleNumber } from "./tensor_numbers.ts";

/** The activation that a graph ends with, by the operators that compute one of its outputs. */
export interface FinalActivation {
  readonly kind: "sigmoid" | "softmax" | "log_softmax";
  /** Whether only some of its columns reach the output. */
  readonly partial: boolean;
  /** Operators between it and the output, from the output backwards. */
  readonly behind: readonly string[];
}

/** Operators that move or convert values without changing them. */
const MOVING = new Set(
  "Cast CastLike Clip DequantizeLinear Dropout Expand Flatten Identity Reshape Squeeze Transpose Unsqueeze"
    .split(
      " ",
    ),
);

/** Operators that pick some of the values. */
const PICKING = new Set("Gather GatherElements GatherND Slice Split SplitToSequence".split(" "));

/** Operators whose result lies between their inputs, so that it is a probability where these are. */
const AVERAGING = new Set(
  "GlobalAveragePool GlobalMaxPool Max Mean Min ReduceMax ReduceMean".split(" "),
);

/** Most nodes that are looked at: a real network ends within a few. */
const MOST_STEPS = 2000;

/** Largest term that is added only to keep logarithms finite. */
const SMALL_TERM = 1e-3;

interface Search {
  readonly scope: GraphScope;
  readonly steps: { left: number };
}

/**
 * Finds the activation that a value is the result of: Sigmoid, Softmax or LogSoftmax, also when it is written
 * out in exponentials, lies in a function, or has its result moved, picked from, averaged or complemented
 * afterwards.
 * @returns `null`: none is recognised
 */
export function finalActivation(name: string, scope: GraphScope): FinalActivation | null {
  return activationOf(name, { scope, steps: { left: MOST_STEPS } });
}

function activationOf(name: string, search: Search): FinalActivation | null {
  const { scope, steps } = search;
  if (steps.left-- <= 0 || name === "") return null;
  const node = scope.nodes.get(name);
  if (node === undefined) {
    const outside = scope.outer?.names.get(name);
    return outside ? activationOf(outside, { ...search, scope: scope.outer!.scope }) : null;
  }
  const body = calledScope(node, scope);
  if (body !== null) {
    return activationOf(calledOutput(node, name, scope), { ...search, scope: body });
  }
  return ofOperator(node, search);
}

function ofOperator(node: onnx.INodeProto, search: Search): FinalActivation | null {
  const operator = node.opType ?? "";
  const [first = "", second = ""] = node.input ?? [];
  if (MOVING.has(operator)) return passed(operator, activationOf(first, search));
  if (PICKING.has(operator)) {
    return passed(operator, activationOf(first, search), { partial: true });
  }
  if (AVERAGING.has(operator)) {
    const partial = operator.startsWith("Reduce"); // a reduction may leave one of several columns
    return passed(operator, commonOf(node, search), { partial });
  }
  switch (operator) {
    case "Sigmoid":
    case "HardSigmoid":
    case "QLinearSigmoid":
      return made("sigmoid");
    case "Softmax":
    case "QLinearSoftmax":
      return made("softmax");
    case "LogSoftmax":
      return made("log_softmax");
    case "Log":
      return kindOf(first, search) === "softmax" ? made("log_softmax") : null;
    case "Exp":
      return kindOf(first, search) === "log_softmax" ? made("softmax") : null;
    case "Reciprocal":
      return isOnePlusExponential(first, search) ? made("sigmoid") : null;
    case "Div":
      return ofQuotient([first, second], search);
    case "Mul":
    case "Add":
    case "Concat":
    case "Sum":
      return isRescaled(node, search) ? null : passed(operator, commonOf(node, search));
    case "Sub": // the complement
      return numberOf(first, search) === 1 ? passed("Sub", activationOf(second, search)) : null;
    default:
      return null;
  }
}

function made(kind: FinalActivation["kind"]): FinalActivation {
  return { kind, partial: false, behind: [] };
}

function passed(
  operator: string,
  found: FinalActivation | null,
  { partial = false } = {},
): FinalActivation | null {
  if (found === null) return null;
  return { ...found, partial: found.partial || partial, behind: [operator, ...found.behind] };
}

/** Returns the activation that all inputs of a node are results of, leaving out constants. */
function commonOf(node: onnx.INodeProto, search: Search): FinalActivation | null {
  const inputs = (node.input ?? []).filter((name) => numberOf(name, search) === null);
  if (node.opType?.startsWith("Reduce")) inputs.splice(1); // the second are axes
  const found = inputs.map((name) => activationOf(name, search));
  const [first] = found;
  const same = first && found.every((one) => one?.kind === first.kind);
  return same ? { ...first, partial: found.some((one) => one!.partial) } : null;
}

/** Tells whether a product or sum with a constant leaves 0 … 1, as the scale of a logit would. */
function isRescaled({ opType, input }: onnx.INodeProto, search: Search): boolean {
  const constants = (input ?? []).map((name) => numberOf(name, search)).filter((one) =>
    one !== null
  );
  if (opType === "Mul") return constants.some((factor) => factor <= 0 || factor > 1);
  return constants.some((term) => Math.abs(term) > SMALL_TERM);
}

function ofQuotient(
  [dividend, divisor]: readonly [string, string],
  search: Search,
): FinalActivation | null {
  if (numberOf(dividend, search) === 1) {
    return isOnePlusExponential(divisor, search) ? made("sigmoid") : null;
  }
  if (numberOf(divisor, search) !== null) return passed("Div", activationOf(dividend, search));
  const isSoftmax = operatorOf(dividend, search) === "Exp" && isSumOfExponentials(divisor, search);
  return isSoftmax ? made("softmax") : null;
}

function isOnePlusExponential(name: string, search: Search): boolean {
  const node = search.scope.nodes.get(name);
  if (node?.opType !== "Add") return false;
  const inputs = node.input ?? [];
  return inputs.some((one) => numberOf(one, search) === 1) &&
    inputs.some((one) => operatorOf(one, search) === "Exp");
}

function isSumOfExponentials(name: string, search: Search): boolean {
  const node = movedFrom(name, search);
  return node?.opType === "ReduceSum" && operatorOf(node.input?.[0] ?? "", search) === "Exp";
}

function kindOf(name: string, search: Search) {
  return activationOf(name, search)?.kind ?? null;
}

function operatorOf(name: string, search: Search): string | null {
  return movedFrom(name, search)?.opType ?? null;
}

/** Finds the node that computes a value, before it was moved or converted. */
function movedFrom(name: string, { scope, steps }: Search): onnx.INodeProto | undefined {
  let node = scope.nodes.get(name);
  while (node && MOVING.has(node.opType ?? "") && steps.left-- > 0) {
    node = scope.nodes.get(node.input?.[0] ?? "");
  }
  return node;
}

/** Reads a constant of one number; `null`: it is not one. */
function numberOf(name: string, { scope }: Search): number | null {
  const constant = scope.constants.get(name);
  return constant === undefined ? null : singleNumber(constant);
}
