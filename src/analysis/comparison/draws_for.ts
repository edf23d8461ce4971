/** Draws for each comparison: the smallest p, 2 / (draws + 1), times the comparisons is then 0.025. */
const DRAWS_EACH = 80;

/** Maximum number of draws times groups times differences: about half a minute. */
const MOST_WORK = 2e9;

/** What draws are made for. */
interface DrawnTests {
  /** Number of draws for few comparisons. */
  readonly draws: number;
  /** Number of comparisons that p is corrected for. */
  readonly comparisons: number;
  /** Number of differences that are tested with the same draws. */
  readonly differences: number;
  /** Number of groups. */
  readonly groups: number;
}

/**
 * Number of random draws of a test: enough that a p-value can be small enough for Holm's correction, or as many as
 * there is time for.
 */
export function drawsFor({ draws, comparisons, differences, groups }: DrawnTests): number {
  const affordable = Math.floor(MOST_WORK / (differences * groups));
  return Math.max(draws, Math.min(DRAWS_EACH * comparisons, affordable));
}
