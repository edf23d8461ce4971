import type { ElementType } from "./element_type.ts";

/**
 * A side of a tensor: a number, or the name of a free dimension or a formula over one, such as `batch` or
 * `floor((height-3)/2)+1`. Equal texts are equal sizes; different texts count as different.
 */
export type Dimension = number | string;

export type Shape = readonly Dimension[];

/** What is known of a tensor before anything runs. */
export interface ValueType {
  readonly type: ElementType;
  readonly shape: Shape;
  /** The numbers of a small int64 constant, for operators that take shapes or axes; else `null`. */
  readonly integers: readonly number[] | null;
}

/** A value whose numbers are unknown until it runs. */
export function valueType(type: ElementType, shape: Shape): ValueType {
  return { type, shape, integers: null };
}

export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** `dimension + amount`, as a number or in words. */
export function shifted(dimension: Dimension, amount: number): Dimension {
  if (typeof dimension === "number") return dimension + amount;
  const [, base = dimension, constant = "0"] = /^(.+?)([+-]\d+)$/.exec(dimension) ?? [];
  const total = Number(constant) + amount;
  if (total === 0) return base;
  return total > 0 ? `${base}+${total}` : `${base}${total}`;
}

/** `dimension / divisor`, rounded to an integer, as a number or in words. */
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
 * The shape that two or more shapes are stretched to, NumPy's rule: aligned at the last side, where a side
 * of 1 fits any other.
 * @throws RangeError when they do not fit.
 */
export function broadcast(shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, i) => {
      const left = a[i - rank + a.length] ?? 1;
      const right = b[i - rank + b.length] ?? 1;
      if (left !== right && left !== 1 && right !== 1) {
        throw new RangeError(`${shapeText(a)} and ${shapeText(b)} do not fit each other`);
      }
      return left === 1 ? right : left;
    });
  });
}

/** An axis counted from the front, 0 … rank-1. @throws RangeError when there is no such axis. */
export function frontAxis(axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || front < 0 || front >= rank) {
    throw new RangeError(`there is no axis ${axis} among ${rank}`);
  }
  return front;
}
