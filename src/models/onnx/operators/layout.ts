import { constantIntegers, ensure, ensureSameType, operator } from "../operator.ts";
import {
  type Dimension,
  divided,
  frontAxis,
  product,
  type Shape,
  shapeText,
  shifted,
  sum,
  valueType,
} from "../shape.ts";

export const Transpose = operator({
  arity: { required: 1, optional: 0 },
  attributes: { perm: "ints" },
  infer([{ type, shape }], { attributes: { perm = shape.map((_, i) => i).reverse() } }) {
    const sorted = perm.toSorted((a, b) => a - b);
    ensure(
      perm.length === shape.length && sorted.every((axis, i) => axis === i),
      `[${perm}] is no order of the ${shape.length} axes`,
    );
    return valueType(type, perm.map((axis) => shape[axis]!));
  },
});

/** Reshape; the second input is an int64 constant, where 0 keeps a dimension and a single -1 is inferred. */
export const Reshape = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer([{ type, shape }, target]) {
    const sides = constantIntegers(target, "the target shape");
    const wanted = sides.map((side, i) => side === 0 ? shape[i] : side);
    ensure(wanted.every((side) => side !== undefined), "0 keeps a dimension that does not exist");
    return valueType(type, filled(shape, wanted));
  },
});

export const Flatten = operator({
  arity: { required: 1, optional: 0 },
  attributes: { axis: "int" },
  infer([{ type, shape }], { attributes: { axis = 1 } }) {
    const cut = axis === shape.length ? axis : frontAxis(axis, shape.length);
    return valueType(type, [product(shape.slice(0, cut)), product(shape.slice(cut))]);
  },
});

export const Unsqueeze = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer([{ type, shape }, axes]) {
    const numbers = constantIntegers(axes, "the axes");
    const rank = shape.length + numbers.length;
    const added = new Set(numbers.map((axis) => frontAxis(axis, rank)));
    ensure(added.size === numbers.length, `axes [${numbers}] repeat`);
    const rest = shape.values();
    return valueType(
      type,
      Array.from({ length: rank }, (_, i) => added.has(i) ? 1 : rest.next().value ?? 1),
    );
  },
});

export const Squeeze = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer([{ type, shape }, axes]) {
    const gone = constantIntegers(axes, "the axes").map((axis) => frontAxis(axis, shape.length));
    ensure(gone.every((axis) => shape[axis] === 1), `axes [${gone}] of ${shapeText(shape)}`);
    return valueType(type, shape.filter((_, axis) => !gone.includes(axis)));
  },
});

export const Concat = operator({
  arity: { atLeast: 1 },
  attributes: { axis: "int" },
  infer(inputs, { attributes: { axis } }) {
    ensure(axis !== undefined, "the axis is missing");
    ensureSameType(inputs);
    const [{ type, shape }] = inputs;
    const along = frontAxis(axis, shape.length);
    for (const { shape: other } of inputs) {
      ensure(
        other.length === shape.length && other.every((side, i) => i === along || side === shape[i]),
        `${shapeText(shape)} and ${shapeText(other)} do not join along axis ${axis}`,
      );
    }
    return valueType(type, shape.with(along, sum(inputs.map((input) => input.shape[along]!))));
  },
});

/** Selects indices (int64 of any shape) along one axis. */
export const Gather = operator({
  arity: { required: 2, optional: 0 },
  attributes: { axis: "int" },
  infer([{ type, shape }, indices], { attributes: { axis = 0 } }) {
    const along = frontAxis(axis, shape.length);
    ensure(indices.type === "int64", `indices are ${indices.type}, not int64`);
    return valueType(type, [...shape.slice(0, along), ...indices.shape, ...shape.slice(along + 1)]);
  },
});

/** Slice; starts, ends, and optionally axes and positive steps, are int64 constants of one length. */
export const Slice = operator({
  arity: { required: 3, optional: 2 },
  attributes: {},
  infer([{ type, shape }, from, to], { optional: [axes, steps] }) {
    const starts = constantIntegers(from, "the bounds");
    const ends = constantIntegers(to, "the bounds");
    const along = axes ? constantIntegers(axes, "the axes") : starts.map((_, i) => i);
    const strides = steps ? constantIntegers(steps, "the steps") : starts.map(() => 1);
    ensure(
      [ends, along, strides].every((list) => list.length === starts.length),
      "starts, ends, axes and steps have different lengths",
    );
    const sides = [...shape];
    for (const [i, axis] of along.map((a) => frontAxis(a, shape.length)).entries()) {
      sides[axis] = sliced(shape[axis]!, { start: starts[i]!, end: ends[i]!, step: strides[i]! });
    }
    return valueType(type, sides);
  },
});

/** Padding; the second input, an int64 constant, has the amounts before each axis, then after each. */
export const Pad = operator({
  arity: { required: 2, optional: 1 },
  attributes: { mode: "string" },
  infer([{ type, shape }, amounts]) {
    const pads = constantIntegers(amounts, "the amounts");
    ensure(pads.length === 2 * shape.length, `${pads.length} amounts for ${shapeText(shape)}`);
    return valueType(
      type,
      shape.map((side, i) => shifted(side, pads[i]! + pads[i + shape.length]!)),
    );
  },
});

function filled(shape: Shape, wanted: readonly Dimension[]): Dimension[] {
  const left = [...shape]; // dimensions that the target shape does not keep
  for (const side of wanted) {
    if (typeof side === "string") left.splice(left.indexOf(side), 1);
  }
  const total = product(left);
  const given = product(wanted.filter((side) => typeof side === "number" && side !== -1));
  const holes = wanted.filter((side) => side === -1).length;
  const fits = holes === 0 ? total === given : holes === 1 && divides(given, left);
  ensure(fits, `${shapeText(shape)} cannot become ${shapeText(wanted)}`);
  return wanted.map((side) => side === -1 ? without(left, given as number) : side);
}

function divides(given: Dimension, left: Shape): boolean {
  const known = product(left.filter((side) => typeof side === "number"));
  return typeof given === "number" && given > 0 && (known as number) % given === 0;
}

/** Divides the product of `sides` by `divisor`, which divides the product of the known ones. */
function without(sides: Shape, divisor: number): Dimension {
  const known = product(sides.filter((side) => typeof side === "number")) as number;
  return product([known / divisor, ...sides.filter((side) => typeof side === "string")]);
}

function sliced(
  side: Dimension,
  { start, end, step }: { start: number; end: number; step: number },
): Dimension {
  ensure(step > 0, `step ${step} is not positive`);
  if (typeof side === "number") {
    const from = Math.min(Math.max(start < 0 ? start + side : start, 0), side);
    const to = Math.min(Math.max(end < 0 ? end + side : end, 0), side);
    return Math.max(0, Math.ceil((to - from) / step));
  }
  const toEnd = end >= Number.MAX_SAFE_INTEGER;
  ensure(
    start >= 0 && (toEnd || end < 0),
    "a dynamic dimension can only be cut at its start or end",
  );
  return divided(shifted(side, (toEnd ? 0 : end) - start), { by: step, rounding: "ceil" });
}
