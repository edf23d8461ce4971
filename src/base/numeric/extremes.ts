/**
 * Finds the largest value; NaN if one is NaN, -Infinity if there is none. Takes any number of values, unlike
 * `Math.max(...values)`, which fails above about 100,000.
 */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/** Finds the smallest value; NaN if one is NaN, Infinity if there is none. */
export function smallest(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) found = Math.min(found, value);
  return found;
}
