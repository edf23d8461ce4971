import { compareNaturally } from "../../base/text/compare_naturally.ts";

/** Compares values of a tag: `<480` comes first, `>=1080` last, and numbers in order of size. */
export function compareTagValues(a: string, b: string): number {
  return rank(a) - rank(b) || compareNaturally(a, b);
}

function rank(value: string): number {
  return value.startsWith("<") ? -1 : value.startsWith(">") ? 1 : 0;
}
