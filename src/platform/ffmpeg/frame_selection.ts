/** Longest expression that is passed to ffmpeg, in characters; Linux accepts no argument above 128 KiB. */
const LONGEST_EXPRESSION = 100_000;

/** `count` positions, `step` apart, from `start`. */
interface Progression {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Builds an expression for ffmpeg's `select` filter that is true exactly where `n` is one of `positions`
 * (distinct integers from 0, ascending, not empty). It is a tree of comparisons, so its cost per frame grows
 * with the logarithm of the number of positions.
 * @returns `null` when the expression would be too long for an argument
 */
export function selectExpression(positions: readonly number[]): string | null {
  const expression = tree(progressions(positions));
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

/** Splits ascending positions into arithmetic progressions, each as long as possible. */
function progressions(positions: readonly number[]): Progression[] {
  const found: Progression[] = [];
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
