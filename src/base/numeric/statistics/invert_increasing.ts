/**
 * Finds where an increasing function takes a value, by bisection down to neighbouring floats.
 * @param increasing does not decrease between `low` and `high`
 * @param target the value; `low`, `high`: finite ends, one of which is returned for a target outside
 */
export function invertIncreasing(
  increasing: (place: number) => number,
  { target, low, high }: { readonly target: number; readonly low: number; readonly high: number },
): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (increasing(middle) < target) below = middle;
    else above = middle;
  }
}
