import type { JsonValue } from "../../records/manifest.ts";
import type { FactDifference } from "../../records/run_comparison.ts";

/** Facts by their path. */
export type Facts = ReadonlyMap<string, JsonValue>;

/** The facts of a value by path: objects are flattened, lists are values. */
export function flattened(value: JsonValue, path = ""): Facts {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map([[path, value]]);
  }
  const prefix = path === "" ? "" : `${path}.`;
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flattened(inner, `${prefix}${key}`)]),
  );
}

/** Facts that differ, in the order of the earlier run, then those that only the later one has. */
export function differences(before: Facts, after: Facts): readonly FactDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [was, is] = [before.get(path) ?? null, after.get(path) ?? null];
    return same(was, is) ? [] : [{ path, before: was, after: is }];
  });
}

/** Tests whether two JSON values are equal. */
export function same(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
