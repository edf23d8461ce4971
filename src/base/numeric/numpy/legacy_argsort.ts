/** Longest range that is sorted by insertion. */
const SMALL = 16;

/**
 * Returns the indices that sort `values`, smallest first, exactly as NumPy's `argsort` before its vectorised
 * sorts (1.25): a quicksort with the median of first, middle and last as pivot, and insertion sort for small
 * ranges. It is not stable, and equal network scores are common, so its exact steps decide which of two boxes
 * is kept. NumPy's switch to heapsort after 2·log₂ n bad splits is left out.
 * @param values no NaN
 */
export function legacyArgsort(values: ArrayLike<number>): number[] {
  const order = Array.from({ length: values.length }, (_, i) => i);
  sortRange(values, order, { first: 0, last: order.length - 1 });
  return order;
}

function sortRange(
  values: ArrayLike<number>,
  order: number[],
  { first, last }: { first: number; last: number },
): void {
  while (last - first >= SMALL) {
    const split = partition(values, order, { first, last });
    sortRange(values, order, { first, last: split - 1 });
    first = split + 1;
  }
  insertInOrder(values, order, { first, last });
}

/** Partitions a range. @returns the pivot's index: nothing before it is larger, nothing after it smaller */
function partition(
  values: ArrayLike<number>,
  order: number[],
  { first, last }: { first: number; last: number },
): number {
  const swap = (a: number, b: number) => [order[a], order[b]] = [order[b]!, order[a]!];
  const middle = first + ((last - first) >> 1);
  const less = (a: number, b: number) => values[order[a]!]! < values[order[b]!]!;
  if (less(middle, first)) swap(middle, first);
  if (less(last, middle)) swap(last, middle);
  if (less(middle, first)) swap(middle, first);

  const pivot = values[order[middle]!]!;
  let up = first, down = last - 1;
  swap(middle, down);
  while (true) {
    do up++; while (values[order[up]!]! < pivot);
    do down--; while (pivot < values[order[down]!]!);
    if (up >= down) break;
    swap(up, down);
  }
  swap(up, last - 1);
  return up;
}

function insertInOrder(
  values: ArrayLike<number>,
  order: number[],
  { first, last }: { first: number; last: number },
): void {
  for (let i = first + 1; i <= last; i++) {
    const index = order[i]!;
    let at = i;
    for (; at > first && values[index]! < values[order[at - 1]!]!; at--) order[at] = order[at - 1]!;
    order[at] = index;
  }
}
