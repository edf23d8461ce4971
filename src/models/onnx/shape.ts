import type { ElementType } from "./element_type.ts";

/**
 * A dimension of a tensor: a number, or the name of a dynamic dimension or a formula over one, such as `batch`
 * or `floor((height-3)/2)+1`. Equal texts are equal sizes; different texts count as different.
 */
export type Dimension = number | string;

export type Shape = readonly Dimension[];

/** Type and shape of a tensor, known before anything runs. */
export interface ValueType {
  readonly type: ElementType;
  readonly shape: Shape;
  /** Elements of a small int64 constant, for operators that take shapes or axes; else `null`. */
  readonly integers: readonly number[] | null;
}

/** Makes the type of a value whose elements are unknown until run time. */
export function valueType(type: ElementType, shape: Shape): ValueType {
  return { type, shape, integers: null };
}

export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Adds `amount` to a dimension, as a number or a formula. */
export function shifted(dimension: Dimension, amount: number): Dimension {
  if (typeof dimension === "number") return dimension + amount;
  const [, base = dimension, constant = "0"] = /^(.+?)([+-]\d+)$/.exec(dimension) ?? [];
  const total = Number(constant) + amount;
  if (total === 0) return base;
  return total > 0 ? `${base}+${total}` : `${base}${total}`;
}

/** Divides a dimension, rounded to an integer, as a number or a formula. */
export function divided(
  dimension: Dimension,
  { by, rounding }: { by: number; rounding: "floor" | "ceil" },
): Dimension {
  if (typeof dimension === "number") return Math[rounding](dimension / by);
  if (by === 1) return dimension;
  return `${rounding}(${/^\w+$/.test(dimension) ? dimension : `(${dimension})`}/${by})`;
}

export function sum(dimensions: Shape): Dimension {
  const known = dimensions.filter((d) => typeof d === "number").reduce((a, b) => a + b, 0);
  const free = dimensions.filter((d) => typeof d === "string");
  return free.length === 0 ? known : shifted(free.join("+"), known);
}

export function product(dimensions: Shape): Dimension {
  const known = dimensions.filter((d) => typeof d === "number").reduce((a, b) => a * b, 1);
  const free = dimensions.filter((d) => typeof d === "string");
  if (free.length === 0 || known === 0) return known;
  const factors = free.map((d) => free.length + known > 2 && !/^\w+$/.test(d) ? `(${d})` : d);
  return (known === 1 ? factors : [known, ...factors]).join("*");
}

/**
 * Broadcasts two or more shapes by NumPy's rule: aligned at the last dimension, where 1 fits any other.
 * @throws RangeError when they do not fit
 */
export function broadcast(shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, i) => {
      const left = a[i - rank + a.length] ?? 1;
      const right = b[i - rank + b.length] ?? 1;
      if (left !== right && left !== 1 && right !== 1) {
        throw new RangeError(`${shapeText(a)} and ${shapeText(b)} cannot be broadcast`);
      }
      return left === 1 ? right : left;
    });
  });
}

/** Converts an axis to one counted from the front, 0 … rank-1. @throws RangeError when there is no such axis */
export function frontAxis(axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || front < 0 || front >= rank) {
    throw new RangeError(`axis ${axis} is out of range for ${rank} dimensions`);
  }
  return front;
}
