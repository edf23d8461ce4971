import type { PositionSet } from "../../base/position_set.ts";

/** Longest expression that is passed to ffmpeg, in characters; Linux accepts no argument above 128 KiB. */
const LONGEST_EXPRESSION = 100_000;

/** `count` positions, `step` apart, from `start`. */
interface Progression {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Builds an expression for ffmpeg's `select` filter that is true exactly where `n` is one of `positions` (not empty)
 * or a multiple of `every`; `null`: no multiples. It is a tree of comparisons, so its cost per frame grows with the
 * logarithm of the number of positions.
 * @returns `null` when the expression would be too long for an argument
 */
export function selectExpression(
  positions: PositionSet,
  { every = null }: { readonly every?: number | null } = {},
): string | null {
  const wanted = tree(progressions(positions));
  const expression = every === null ? wanted : `max(not(mod(n,${every})),${wanted})`;
  return expression.length <= LONGEST_EXPRESSION ? expression : null;
}

function tree(parts: readonly Progression[]): string {
  if (parts.length === 1) return condition(parts[0]!);
  const middle = parts.length >> 1;
  const [below, above] = [parts.slice(0, middle), parts.slice(middle)];
  return `if(lt(n,${above[0]!.start}),${tree(below)},${tree(above)})`;
}

function condition({ start, step, count }: Progression): string {
  if (count === 1) return `eq(n,${start})`;
  const range = `between(n,${start},${start + step * (count - 1)})`;
  return step === 1 ? range : `${range}*not(mod(n-${start},${step}))`;
}

/** Splits positions into arithmetic progressions, each as long as possible. */
function progressions({ first: runStart, end, rest: positions }: PositionSet): Progression[] {
  const found: Progression[] = [];
  if (end > runStart) found.push({ start: runStart, step: 1, count: end - runStart });
  for (let first = 0; first < positions.length;) {
    const start = positions[first]!;
    const step = (positions[first + 1] ?? start + 1) - start;
    let count = 1;
    while (positions[first + count] === start + step * count) count++;
    // A pair that is far apart is cheaper as two: the second may start a longer progression.
    if (count === 2 && step > 1) count = 1;
    found.push({ start, step, count });
    first += count;
  }
  return found;
}
