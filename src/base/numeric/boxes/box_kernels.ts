import { type BoxRows, boxRows, chosenRows, SCORE } from "./box_rows.ts";
import { legacyArgsort } from "../numpy/legacy_argsort.ts";
import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";

/** Finds boxes in score maps and suppresses overlapping ones, in memory that each call reuses. */
export interface BoxKernels {
  /**
   * Returns the cells of a map with a value of at least `least`, row by row, as boxes in the original image.
   * Pixels are counted from 1, coordinates rounded down. A row's sixth number is the cell's index.
   */
  reachingCells(map: CellMap, options: CellOptions): BoxRows;
  /** Returns those of these cells that `suppressByUnion` keeps. */
  bestCells(map: CellMap, options: CellOptions & { readonly threshold: number }): BoxRows;
  /**
   * Keeps the boxes that no better kept box overlaps by an intersection over union above `threshold`, best
   * first; of equal scores the earlier is better. Equals torchvision's `nms` on the CPU: float32 arithmetic,
   * with the ratio compared to the threshold in float64.
   * @param boxes no score is NaN
   * @param threshold above 0
   */
  suppressByUnion(boxes: BoxRows, threshold: number): BoxRows;
  /**
   * Keeps boxes likewise, by the intersection over the smaller area, with sides counted in whole pixels (x2 −
   * x1 + 1) and the threshold rounded to float32; the order of equal scores is that of NumPy's sort. Equals
   * facenet-pytorch's `nms_numpy` with method "Min".
   */
  suppressBySmaller(boxes: BoxRows, threshold: number): BoxRows;
  /**
   * Shifts boxes by fractions of their sides, and turns them into squares with the same centre and the longer
   * side, with their scores. Every operation is rounded to float32.
   * @param boxes rows of nine numbers: after the score, the shifts of x1, y1, x2 and y2
   * @param edge 0: a side is x2 − x1; 1: it is x2 − x1 + 1, boxes counted in whole pixels
   */
  squares(boxes: BoxRows, edge: 0 | 1): BoxRows;
}

/** A value for each position of a sliding window. */
export interface CellMap {
  /** `[height][width]` */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

export interface CellOptions {
  /** Threshold, rounded to float32. */
  readonly least: number;
  /** Pixels of the scaled image per pixel of the original. */
  readonly scale: number;
  /** Distance between cells, pixels of the scaled image. */
  readonly stride: number;
  /** Side of a cell's window, pixels of the scaled image. */
  readonly window: number;
}

/** Numbers per row of `reachingCells`, and of `squares`. */
const CELL = 6;
const SQUARE = 5;

/** Bytes of a float32 or int32 number. */
const NUMBER = 4;

/** Makes the kernels of boxes, which share one WebAssembly memory. */
export function boxKernels(): BoxKernels {
  const kernels = pixelKernels();
  const { memory } = kernels;

  /** Writes the cells' rows to the start of the memory. @returns their number and address */
  function findCells({ values, height, width }: CellMap, options: CellOptions) {
    const { least, scale, stride, window } = options;
    const cells = height * width;
    const at = placesIn(memory, { rows: cells * CELL * NUMBER, map: cells * NUMBER });
    new Float32Array(memory.buffer, at.map, cells).set(values);
    const count = kernels.reachingCells(
      ...[at.map, height, width, least] as const,
      ...[stride, window, scale, at.rows] as const,
    );
    return { count, rows: at.rows };
  }

  /** Suppresses rows. @param values of the rows; `null`: they are already at the start of the memory */
  function suppressed(
    { values, count, width }: { values: Float32Array | null; count: number; width: number },
    { threshold, ranking }: { threshold: number; ranking: readonly number[] | null },
  ): BoxRows {
    if (count === 0) return boxRows(0, width);
    const stride = width * NUMBER;
    const at = placesIn(memory, {
      rows: count * stride,
      order: count * NUMBER,
      keys: count * 16,
      columns: (count + 3) * 24,
    });
    const rows = new Float32Array(memory.buffer, at.rows, count * width);
    if (values !== null) rows.set(values);
    const order = new Int32Array(memory.buffer, at.order, count);
    if (ranking !== null) order.set(ranking);
    else kernels.rankRows(at.rows, stride, count, at.order, at.keys);
    const smaller = ranking !== null;
    const stay = kernels.suppressRows(
      ...[at.rows, stride, count, at.order] as const,
      ...[threshold, smaller ? 1 : 0, smaller, at.columns] as const,
    );
    return chosenRows({ values: rows, count, width }, order.subarray(0, stay));
  }

  return {
    reachingCells(map, options) {
      const { count, rows } = findCells(map, options);
      const values = new Float32Array(memory.buffer, rows, count * CELL).slice();
      return { values, width: CELL, count };
    },
    bestCells(map, { threshold, ...options }) {
      const { count } = findCells(map, options);
      return suppressed({ values: null, count, width: CELL }, { threshold, ranking: null });
    },
    suppressByUnion: (boxes, threshold) => suppressed(boxes, { threshold, ranking: null }),
    suppressBySmaller(boxes, threshold) {
      const ranking = legacyArgsort(scoresOf(boxes)).reverse();
      return suppressed(boxes, { threshold: Math.fround(threshold), ranking });
    },
    squares({ values, count }, edge) {
      const at = placesIn(memory, {
        rows: values.length * NUMBER,
        squares: count * SQUARE * NUMBER,
      });
      new Float32Array(memory.buffer, at.rows, values.length).set(values);
      kernels.squareRows(at.rows, count, edge, at.squares);
      const squares = new Float32Array(memory.buffer, at.squares, count * SQUARE).slice();
      return { values: squares, width: SQUARE, count };
    },
  };
}

function scoresOf({ values, width, count }: BoxRows): Float32Array {
  const scores = new Float32Array(count);
  for (let row = 0; row < count; row++) scores[row] = values[row * width + SCORE]!;
  return scores;
}
