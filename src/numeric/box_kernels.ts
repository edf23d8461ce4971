import { type BoxRows, chosenRows, SCORE } from "./box_rows.ts";
import { legacyArgsort } from "./legacy_argsort.ts";
import { pixelKernels, placesIn } from "./pixel_kernels.ts";

/** Finds boxes in maps and keeps the best of them, in memory that each call uses again. */
export interface BoxKernels {
  /**
   * The cells of a map that reach `least`, row by row, as boxes of the image it was made of. Pixels are counted
   * from 1, coordinates rounded down. A row's sixth number is the cell's. Valid until the next call of any kind.
   */
  reachingCells(map: CellMap, options: CellOptions): BoxRows;
  /**
   * The boxes that no better kept box overlaps by an intersection over union above `threshold`, best first; of
   * equal scores the earlier is better. As torchvision's `nms` on the CPU: float32 arithmetic, the ratio compared
   * with the threshold in float64.
   * @param boxes no score is NaN
   * @param threshold above 0
   */
  suppressByUnion(boxes: BoxRows, threshold: number): BoxRows;
  /**
   * The same with the intersection over the smaller area, sides counted in whole pixels (x2 − x1 + 1), and the
   * threshold rounded to float32; of equal scores NumPy's sort decides. As facenet-pytorch's `nms_numpy` with
   * method "Min".
   */
  suppressBySmaller(boxes: BoxRows, threshold: number): BoxRows;
}

/** A value for each place where a window was laid. */
export interface CellMap {
  /** `[height][width]` */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

export interface CellOptions {
  /** Taken as float32. */
  readonly least: number;
  /** Pixels of the searched image per pixel of the original. */
  readonly scale: number;
  /** From cell to cell, pixels of the searched image. */
  readonly stride: number;
  /** Side of a cell's window, pixels of the searched image. */
  readonly window: number;
}

/** Numbers of a row of `reachingCells`. */
const CELL = 6;

/** Bytes of a float32 or int32 number. */
const NUMBER = 4;

export function boxKernels(): BoxKernels {
  const kernels = pixelKernels();
  const { memory } = kernels;

  function suppressed(
    boxes: BoxRows,
    { threshold, smaller }: { threshold: number; smaller: boolean },
  ): BoxRows {
    const { values, count, width } = boxes;
    if (count === 0) return boxes;
    const stride = width * NUMBER;
    const at = placesIn(memory, {
      rows: count * stride,
      order: count * NUMBER,
      keys: count * 16,
      columns: (count + 3) * 24,
    });
    new Float32Array(memory.buffer, at.rows, values.length).set(values);
    const order = new Int32Array(memory.buffer, at.order, count);
    if (smaller) order.set(legacyArgsort(scoresOf(boxes)).reverse());
    else kernels.rankRows(at.rows, stride, count, at.order, at.keys);
    const stay = kernels.suppressRows(
      ...[at.rows, stride, count, at.order] as const,
      ...[threshold, smaller ? 1 : 0, smaller, at.columns] as const,
    );
    return chosenRows(boxes, order.subarray(0, stay));
  }

  return {
    reachingCells({ values, height, width }, { least, scale, stride, window }) {
      const cells = height * width;
      const at = placesIn(memory, { map: cells * NUMBER, rows: cells * CELL * NUMBER });
      new Float32Array(memory.buffer, at.map, cells).set(values);
      const count = kernels.reachingCells(
        ...[at.map, height, width, least] as const,
        ...[stride, window, scale, at.rows] as const,
      );
      const found = new Float32Array(memory.buffer, at.rows, count * CELL);
      return { values: found, width: CELL, count };
    },
    suppressByUnion: (boxes, threshold) => suppressed(boxes, { threshold, smaller: false }),
    suppressBySmaller: (boxes, threshold) =>
      suppressed(boxes, { threshold: Math.fround(threshold), smaller: true }),
  };
}

function scoresOf({ values, width, count }: BoxRows): Float32Array {
  const scores = new Float32Array(count);
  for (let row = 0; row < count; row++) scores[row] = values[row * width + SCORE];
  return scores;
}
