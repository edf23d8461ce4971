/**
 * The largest value; NaN where one is, -Infinity of none. Takes any number of values, unlike `Math.max(...values)`,
 * which fails from about 100,000 on.
 */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/** The smallest value; NaN where one is, Infinity of none. */
export function smallest(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) found = Math.min(found, value);
  return found;
}
