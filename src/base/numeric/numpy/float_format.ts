/** An IEEE 754 binary format, by NumPy's name. */
export type FloatFormat = "float16" | "float32" | "float64";

/** Rounds `value` to the nearest number of the format, ties to even; ±Infinity beyond its range. */
export function roundTo(format: FloatFormat, value: number): number {
  switch (format) {
    case "float16":
      return Math.f16round(value);
    case "float32":
      return Math.fround(value);
    case "float64":
      return value;
    default:
      return format satisfies never;
  }
}
