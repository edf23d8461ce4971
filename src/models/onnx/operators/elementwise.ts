import { ensure, ensureSameType, operator } from "../operator.ts";
import { broadcast, type ValueType, valueType } from "../shape.ts";

/** Unary elementwise operators. */
export const unary = operator({
  arity: { required: 1, optional: 0 },
  attributes: {},
  infer: ([input]) => valueType(input.type, input.shape),
});

/** Two inputs, broadcast to a common shape. */
export const binary = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer: stretched,
});

/** One or more inputs, broadcast to a common shape. */
export const variadic = operator({
  arity: { atLeast: 1 },
  attributes: {},
  infer: stretched,
});

/** Comparison of two inputs; the output is bool. */
export const comparison = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer: (inputs) => valueType("bool", stretched(inputs).shape),
});

/** Selects from the second input where the condition is true, else from the third. */
export const Where = operator({
  arity: { required: 3, optional: 0 },
  attributes: {},
  infer([condition, yes, no]) {
    ensure(condition.type === "bool", `the condition is ${condition.type}, not bool`);
    ensureSameType([yes, no]);
    return valueType(yes.type, broadcast([condition.shape, yes.shape, no.shape]));
  },
});

export const LeakyRelu = operator({
  arity: { required: 1, optional: 0 },
  attributes: { alpha: "float" },
  infer: ([input]) => valueType(input.type, input.shape),
});

/** PReLU; the slopes must broadcast to the input's shape. */
export const PRelu = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer(inputs) {
    const [input, slopes] = inputs;
    const { type, shape } = stretched(inputs);
    ensure(
      shape.length === input.shape.length && shape.every((side, i) => side === input.shape[i]),
      `slopes [${slopes.shape}] do not stretch to [${input.shape}]`,
    );
    return valueType(type, shape);
  },
});

/** Clipping; bounds are scalars of the input's type, both optional. */
export const Clip = operator({
  arity: { required: 1, optional: 2 },
  attributes: {},
  infer([input], { optional }) {
    for (const bound of optional.filter((value) => value !== undefined)) {
      ensureSameType([input, bound]);
      ensure(bound.shape.length === 0, `a bound is [${bound.shape}], not a scalar`);
    }
    return valueType(input.type, input.shape);
  },
});

export const Cast = operator({
  arity: { required: 1, optional: 0 },
  attributes: { to: "type" },
  infer([input], { attributes: { to } }) {
    ensure(to !== undefined, "`to` is missing");
    return valueType(to, input.shape);
  },
});

function stretched(inputs: readonly ValueType[]): ValueType {
  ensureSameType(inputs);
  return valueType(inputs[0]!.type, broadcast(inputs.map(({ shape }) => shape)));
}
