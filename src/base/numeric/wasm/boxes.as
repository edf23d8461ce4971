// Finding, ranking and suppressing boxes, in AssemblyScript, called by `box_kernels.ts`. Pointers are byte
// offsets into the module's memory. Rows are f32: x1, y1, x2, y2, score, and more.

/** Bytes of the rows that `reachingCells` writes, that `squareRows` reads, and that it writes. */
const CELL: usize = 24;
const CANDIDATE: usize = 36;
const SQUARE: usize = 20;

/** Converts a position in the map to pixels of the image, counted from 1. */
@inline
function inImage(position: i32, scale: f32): f32 {
  return floor<f32>(<f32> position / scale);
}

/**
 * Writes the cells of a map that reach `least`, row by row, as boxes of the image.
 * @param map f32, `[height][width]`; up to 12 more bytes are read
 * @param stride pixels of the level between cells; `window`: side of a cell's box
 * @param scale pixels of the level per pixel of the image
 * @param target receives the box, its value, and the cell's index, which f32 represents below 2²⁴
 * @returns number of cells
 */
export function reachingCells(
  map: usize,
  height: i32,
  width: i32,
  least: f32,
  stride: i32,
  window: i32,
  scale: f32,
  target: usize,
): i32 {
  const limit = f32x4.splat(least), begin = target;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 4) {
      const first = y * width + x;
      let hits = i32x4.bitmask(f32x4.ge(v128.load(map + 4 * first), limit));
      if (hits === 0) continue;
      for (hits &= (1 << min(width - x, 4)) - 1; hits !== 0; hits &= hits - 1) {
        const lane = ctz(hits), left = stride * (x + lane), top = stride * y;
        store<f32>(target, inImage(left + 1, scale));
        store<f32>(target, inImage(top + 1, scale), 4);
        store<f32>(target, inImage(left + window, scale), 8);
        store<f32>(target, inImage(top + window, scale), 12);
        store<f32>(target, load<f32>(map + 4 * (first + lane)), 16);
        store<f32>(target, <f32> (first + lane), 20);
        target += CELL;
      }
    }
  }
  return <i32> ((target - begin) / CELL);
}

/**
 * Shifts boxes by fractions of their sides and turns them into squares with the same centre and the longer
 * side.
 * @param rows a box, its score, and the shifts of x1, y1, x2 and y2, as fractions of width, height, width,
 * height
 * @param edge 1 where sides are counted in whole pixels, else 0; not for the square's
 * @param target receives the square and the score
 */
export function squareRows(rows: usize, count: i32, edge: f32, target: usize): void {
  for (let i = 0; i < count; i++) {
    const left = load<f32>(rows), top = load<f32>(rows, 4);
    const right = load<f32>(rows, 8), bottom = load<f32>(rows, 12);
    const across = right - left + edge, down = bottom - top + edge;
    const x = left + load<f32>(rows, 20) * across, y = top + load<f32>(rows, 24) * down;
    const width = right + load<f32>(rows, 28) * across - x;
    const height = bottom + load<f32>(rows, 32) * down - y;
    const side = max(width, height), half = side * 0.5;
    const squareLeft = x + width * 0.5 - half, squareTop = y + height * 0.5 - half;
    store<f32>(target, squareLeft);
    store<f32>(target, squareTop, 4);
    store<f32>(target, squareLeft + side, 8);
    store<f32>(target, squareTop + side, 12);
    store<f32>(target, load<f32>(rows, 16), 16);
    rows += CANDIDATE;
    target += SQUARE;
  }
}

/** Computes a sort key: ascending keys order rows by descending score, then by index. */
@inline
function keyOf(score: f32, row: i32): u64 {
  const bits = reinterpret<i32>(score + 0.0); // -0 becomes 0, which it equals
  const place = bits < 0 ? ~bits : bits | i32.MIN_VALUE;
  return <u64> <u32> ~place << 32 | <u64> row;
}

/**
 * Ranks rows by descending score, ties in their order, by merge sort.
 * @param stride bytes of a row
 * @param order receives row numbers, i32
 * @param keys scratch of 16 bytes for each row
 */
export function rankRows(rows: usize, stride: i32, count: i32, order: usize, keys: usize): void {
  for (let row = 0; row < count; row++) {
    store<u64>(keys + 8 * row, keyOf(load<f32>(rows + stride * row, 16), row));
  }
  let from = keys, to = keys + 8 * count;
  for (let run = 1; run < count; run *= 2) {
    for (let begin = 0; begin < count; begin += 2 * run) {
      const middle = min(begin + run, count), end = min(begin + 2 * run, count);
      let a = begin, b = middle;
      for (let i = begin; i < end; i++) {
        const first = a < middle &&
          (b >= end || load<u64>(from + 8 * a) < load<u64>(from + 8 * b));
        store<u64>(to + 8 * i, load<u64>(from + 8 * (first ? a++ : b++)));
      }
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  for (let i = 0; i < count; i++) store<i32>(order + 4 * i, load<i32>(from + 8 * i));
}

/**
 * Drops every row that overlaps a better kept one by more than `threshold` of the area of their union, or of
 * the smaller box. Float32 arithmetic; the ratio is compared with the threshold in float64.
 * @param order row numbers, i32, best first; replaced by those that are kept
 * @param edge 1 where sides are counted in whole pixels, else 0
 * @param columns scratch: 24 bytes for each row, and for three more
 * @returns number of rows kept
 */
export function suppressRows(
  rows: usize,
  stride: i32,
  count: i32,
  order: usize,
  threshold: f64,
  edge: f32,
  ofSmaller: bool,
  columns: usize,
): i32 {
  const column = 4 * ((count + 3) & ~3);
  const lefts = columns, tops = lefts + column, rights = tops + column, bottoms = rights + column;
  const areas = bottoms + column, dropped = areas + column;
  for (let i = 0; i < count; i++) {
    const row = rows + stride * load<i32>(order + 4 * i), at = 4 * i;
    const left = load<f32>(row), top = load<f32>(row, 4);
    const right = load<f32>(row, 8), bottom = load<f32>(row, 12);
    store<f32>(lefts + at, left);
    store<f32>(tops + at, top);
    store<f32>(rights + at, right);
    store<f32>(bottoms + at, bottom);
    store<f32>(areas + at, (right - left + edge) * (bottom - top + edge));
    store<i32>(dropped + at, 0);
  }
  let highest = <f32> threshold; // the largest float32 that does not exceed the threshold
  if (<f64> highest > threshold) highest = reinterpret<f32>(reinterpret<i32>(highest) - 1);
  const limit = f32x4.splat(highest), more = f32x4.splat(edge), none = f32x4.splat(0);
  let stay = 0;
  for (let i = 0; i < count; i++) {
    if (load<i32>(dropped + 4 * i)) continue;
    store<i32>(order + 4 * stay++, load<i32>(order + 4 * i));
    const left = v128.load32_splat(lefts + 4 * i), top = v128.load32_splat(tops + 4 * i);
    const right = v128.load32_splat(rights + 4 * i), bottom = v128.load32_splat(bottoms + 4 * i);
    const area = v128.load32_splat(areas + 4 * i);
    for (let at = 4 * (i & ~3); at < 4 * count; at += 16) { // includes earlier rows, which are already decided
      const width = f32x4.add(
        f32x4.sub(
          f32x4.min(right, v128.load(rights + at)),
          f32x4.max(left, v128.load(lefts + at)),
        ),
        more,
      );
      const height = f32x4.add(
        f32x4.sub(
          f32x4.min(bottom, v128.load(bottoms + at)),
          f32x4.max(top, v128.load(tops + at)),
        ),
        more,
      );
      const overlap = v128.and(f32x4.gt(width, none), f32x4.gt(height, none));
      if (!v128.any_true(overlap)) continue;
      const common = f32x4.mul(width, height), other = v128.load(areas + at);
      const among = ofSmaller
        ? f32x4.min(area, other)
        : f32x4.sub(f32x4.add(area, other), common);
      const over = v128.and(overlap, f32x4.gt(f32x4.div(common, among), limit));
      v128.store(dropped + at, v128.or(v128.load(dropped + at), over));
    }
  }
  return stay;
}
