import { ensure, ensureSameType, operator } from "../operator.ts";
import { type Dimension, divided, type Shape, shapeText, shifted, valueType } from "../shape.ts";

const windowAttributes = {
  auto_pad: "string",
  dilations: "ints",
  pads: "ints",
  strides: "ints",
} as const;

interface Window {
  readonly kernel: readonly number[];
  readonly auto_pad?: string;
  readonly dilations?: readonly number[];
  /** Padding before each axis, then after each axis. */
  readonly pads?: readonly number[];
  readonly strides?: readonly number[];
  readonly ceil?: boolean;
}

/** Convolution: input `[n, c, ...space]`, weights `[o, c / group, ...kernel]`, optional bias `[o]`. */
export const Conv = operator({
  arity: { required: 2, optional: 1 },
  attributes: { ...windowAttributes, group: "int", kernel_shape: "ints" },
  infer([input, weights], { attributes, optional: [bias] }) {
    ensureSameType(bias ? [input, weights, bias] : [input, weights]);
    const [batch, channels, ...space] = imageSides(input.shape);
    const [outputs, perGroup, ...kernel] = imageSides(knownSides(weights.shape));
    const { group = 1 } = attributes;
    ensure(
      channels === perGroup * group && outputs % group === 0,
      `weights ${shapeText(weights.shape)} in ${group} groups do not fit ${shapeText(input.shape)}`,
    );
    ensure(
      bias === undefined || (bias.shape.length === 1 && bias.shape[0] === outputs),
      `the bias ${bias && shapeText(bias.shape)} is not [${outputs}]`,
    );
    return valueType(input.type, [batch, outputs, ...slide(space, { ...attributes, kernel })]);
  },
});

const pool = operator({
  arity: { required: 1, optional: 0 },
  attributes: {
    ...windowAttributes,
    ceil_mode: "int",
    count_include_pad: "int",
    kernel_shape: "ints",
  },
  infer([input], { attributes }) {
    const [batch, channels, ...space] = imageSides(input.shape);
    const { kernel_shape: kernel, ceil_mode } = attributes;
    ensure(kernel !== undefined, "kernel_shape is missing");
    const moved = slide(space, { ...attributes, kernel, ceil: ceil_mode === 1 });
    return valueType(input.type, [batch, channels, ...moved]);
  },
});

export const MaxPool = pool;
export const AveragePool = pool;

export const GlobalAveragePool = operator({
  arity: { required: 1, optional: 0 },
  attributes: {},
  infer([{ type, shape }]) {
    const [batch, channels, ...space] = imageSides(shape);
    return valueType(type, [batch, channels, ...space.map(() => 1)]);
  },
});

/** Splits a shape into batch and channels (or their like in weights) and the axes that a window slides over. */
function imageSides<Side extends Dimension>(
  shape: readonly Side[],
): readonly [Side, Side, ...Side[]] {
  const [first, second, ...space] = shape;
  ensure(first !== undefined && second !== undefined, `${shapeText(shape)} has no channels`);
  return [first, second, ...space];
}

/** Computes the output dimensions of a window that slides over `space`. */
function slide(space: Shape, window: Window): Dimension[] {
  const { kernel, strides, dilations, pads } = window;
  const rank = kernel.length;
  ensure(rank === space.length, `a kernel with ${rank} axes does not match ${shapeText(space)}`);
  for (const [sizes, wanted] of [[strides, rank], [dilations, rank], [pads, 2 * rank]] as const) {
    ensure(
      sizes === undefined || sizes.length === wanted,
      `[${sizes}] should have ${wanted} numbers`,
    );
  }
  return space.map((side, axis) => slideAxis(side, { axis, window }));
}

function slideAxis(
  side: Dimension,
  { axis, window }: { axis: number; window: Window },
): Dimension {
  const rank = window.kernel.length;
  const by = window.strides?.[axis] ?? 1;
  const auto = window.auto_pad ?? "NOTSET";
  if (auto.startsWith("SAME")) return divided(side, { by, rounding: "ceil" });
  const padding = (window.pads?.[axis] ?? 0) + (window.pads?.[axis + rank] ?? 0);
  const reach = (window.kernel[axis]! - 1) * (window.dilations?.[axis] ?? 1) + 1;
  const room = shifted(side, (auto === "VALID" ? 0 : padding) - reach);
  ensure(typeof room === "string" || room >= 0, `a window of ${reach} does not fit into ${side}`);
  return shifted(divided(room, { by, rounding: window.ceil ? "ceil" : "floor" }), 1);
}

function knownSides(shape: Shape): number[] {
  return shape.map((side) => {
    ensure(typeof side === "number", `weights ${shapeText(shape)} have a dynamic dimension`);
    return side;
  });
}
