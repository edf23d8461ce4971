import { compareCodePoints } from "./compare_code_points.ts";

/** Compares names so that numbers in them are in order of size: `9.png` before `10.png`. */
export function compareNaturally(a: string, b: string): number {
  const ones = partsOf(a), others = partsOf(b);
  for (let i = 0; i < Math.min(ones.length, others.length); i++) {
    const order = compareParts(ones[i]!, others[i]!);
    if (order !== 0) return order;
  }
  return ones.length - others.length || compareCodePoints(a, b);
}

function partsOf(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? [];
}

function compareParts(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareCodePoints(a, b);
  const one = a.replace(/^0+/, ""), other = b.replace(/^0+/, "");
  return one.length - other.length || compareCodePoints(one, other);
}
