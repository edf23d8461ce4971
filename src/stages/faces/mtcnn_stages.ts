import type { Point } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import type { BoxKernels, CellMap, CellOptions } from "../../base/numeric/boxes/box_kernels.ts";
import {
  type BoxRows,
  boxRows,
  chosenRows,
  joinedRows,
  rowAt,
  SCORE,
} from "../../base/numeric/boxes/box_rows.ts";
import { type Float32Box, shiftBox } from "../../base/numeric/boxes/float32_box.ts";
import type { WindowBounds } from "../../base/numeric/images/rgb_window.ts";
import type { MtcnnNetworks, PNetMap } from "./mtcnn_networks.ts";
import type { PyramidLevel } from "./mtcnn_pyramid.ts";
import { type NetworkInputs, pixelsInside } from "./network_input.ts";

// The three stages of MTCNN as facenet-pytorch's `detect_face` runs them, in its order of float32 operations.
// Zhang et al., "Joint face detection and alignment using multitask cascaded convolutional networks" (2016).

const f = Math.fround;

/** P-Net's stride and window side, pixels of the level. */
const STRIDE = 2;
const WINDOW = 12;

/** Columns of a square: x1, y1, x2, y2, score. */
const SQUARE = 5;
/** Columns of a candidate: those of a square, then the shifts of x1, y1, x2, y2 as fractions of its sides. */
const CANDIDATE = SQUARE + 4;
/** Columns of a face: those of a square, then five x and five y of landmarks. */
const FACE = SQUARE + 10;

/** A face found by O-Net. */
export interface RefinedFace {
  readonly box: Float32Box;
  readonly score: number;
  readonly landmarks: readonly Point[];
}

/** State shared by the stages for one image. */
export interface Search {
  readonly networks: MtcnnNetworks;
  /** Makes inputs from `image`, which has been set. */
  readonly inputs: NetworkInputs;
  readonly kernels: BoxKernels;
  readonly image: RgbImage;
}

/** Runs P-Net on every level. @returns candidate squares in pixels of the image, highest score first */
export async function runPNet(
  { networks, inputs, kernels }: Search,
  { levels, threshold }: { levels: readonly PyramidLevel[]; threshold: number },
): Promise<BoxRows> {
  const maps: PNetMap[] = [];
  for (const level of levels) maps.push(await networks.pnet(inputs.level(level), level));
  // After all networks have run: each run evicts this data from the processor's caches.
  const kept = maps.map((map, i) => {
    const options = { ...cellOptions(levels[i]!, threshold), threshold: 0.5 };
    return withShifts(kernels.bestCells(probabilityMap(map), options), map);
  });
  return kernels.squares(kernels.suppressByUnion(joinedRows(kept, CANDIDATE), 0.7), 0);
}

/** Finds the cells of P-Net's map that reach the threshold, row by row, as boxes of the image with their shifts. */
export function candidatesOf(
  map: PNetMap,
  { level, threshold, kernels }: { level: PyramidLevel; threshold: number; kernels: BoxKernels },
): BoxRows {
  const cells = kernels.reachingCells(probabilityMap(map), cellOptions(level, threshold));
  return withShifts(cells, map);
}

function cellOptions({ scale }: PyramidLevel, threshold: number): CellOptions {
  return { least: threshold, scale, stride: STRIDE, window: WINDOW };
}

function probabilityMap({ probabilities, height, width }: PNetMap): CellMap {
  return { values: probabilities, height, width };
}

/** Replaces each box's cell index by the network's shifts. */
function withShifts(cells: BoxRows, { regressions, height, width }: PNetMap): BoxRows {
  const found = boxRows(cells.count, CANDIDATE), area = height * width;
  for (let row = 0, to = 0; row < cells.count; row++) {
    const from = row * cells.width;
    for (let k = 0; k < SQUARE; k++) found.values[to++] = cells.values[from + k]!;
    const cell = cells.values[from + SQUARE]!;
    for (let side = 0; side < 4; side++) found.values[to++] = regressions[side * area + cell]!;
  }
  return found;
}

/** Runs R-Net on P-Net's squares. @returns squares above the threshold, highest score first */
export async function runRNet(
  { networks, inputs, kernels, image }: Search,
  { proposals, threshold }: { proposals: BoxRows; threshold: number },
): Promise<BoxRows> {
  const { boxes, windows } = insideImage(proposals, image);
  if (boxes.count === 0) return boxes;
  const { scores, regressions } = await networks.rnet(inputs.squares(windows, 24), boxes.count);
  const passed = boxRows(boxes.count, CANDIDATE);
  let count = 0;
  for (let i = 0; i < boxes.count; i++) {
    if (!(scores[i]! > f(threshold))) continue;
    const to = CANDIDATE * count++;
    for (let k = 0; k < SCORE; k++) passed.values[to + k] = boxes.values[SQUARE * i + k]!;
    passed.values[to + SCORE] = scores[i]!;
    for (let side = 0; side < 4; side++) {
      passed.values[to + SQUARE + side] = regressions[4 * i + side]!;
    }
  }
  return kernels.squares(kernels.suppressByUnion(firstRows(passed, count), 0.7), 1);
}

/** Runs O-Net on R-Net's squares. @returns faces with landmarks, highest score first */
export async function runONet(
  { networks, inputs, kernels, image }: Search,
  { refined, threshold }: { refined: BoxRows; threshold: number },
): Promise<RefinedFace[]> {
  const { boxes, windows } = insideImage(refined, image);
  if (boxes.count === 0) return [];
  const out = await networks.onet(inputs.squares(windows, 48), boxes.count);
  const passed = boxRows(boxes.count, FACE);
  let count = 0;
  for (let i = 0; i < boxes.count; i++) {
    if (!(out.scores[i]! > f(threshold))) continue;
    const row = rowAt(passed, count++), box = boxAt(boxes, i);
    row.set(shiftBox(box, fourAt(out.regressions, 4 * i), 1));
    row[SCORE] = out.scores[i]!;
    putPoints(row, { box, shares: out.landmarks, first: 10 * i });
  }
  const faces = kernels.suppressBySmaller(firstRows(passed, count), 0.7);
  return Array.from({ length: faces.count }, (_, i) => faceOf(faces, i));
}

/** Keeps the boxes with pixels of the image. The original raises an error for a box without; here it is dropped. */
function insideImage(
  squares: BoxRows,
  image: RgbImage,
): { boxes: BoxRows; windows: WindowBounds[] } {
  const windows: WindowBounds[] = [], inside: number[] = [];
  for (let i = 0; i < squares.count; i++) {
    const window = pixelsInside(boxAt(squares, i), image);
    if (window === null) continue;
    windows.push(window);
    inside.push(i);
  }
  const boxes = inside.length === squares.count ? squares : chosenRows(squares, inside);
  return { boxes, windows };
}

function firstRows({ values, width }: BoxRows, count: number): BoxRows {
  return { values: values.subarray(0, count * width), width, count };
}

function boxAt({ values, width }: BoxRows, row: number): Float32Box {
  return fourAt(values, row * width);
}

function fourAt(values: Float32Array, at: number): Float32Box {
  return [values[at]!, values[at + 1]!, values[at + 2]!, values[at + 3]!];
}

/** Writes five x, then five y, computed from fractions of the box's sides in whole pixels. */
function putPoints(
  row: Float32Array,
  { box: [x1, y1, x2, y2], shares, first }: {
    readonly box: Float32Box;
    readonly shares: Float32Array;
    readonly first: number;
  },
): void {
  const width = f(f(x2 - x1) + 1), height = f(f(y2 - y1) + 1);
  for (let k = 0; k < 5; k++) {
    row[SQUARE + k] = f(f(f(width * shares[first + k]!) + x1) - 1);
    row[SQUARE + 5 + k] = f(f(f(height * shares[first + 5 + k]!) + y1) - 1);
  }
}

function faceOf(faces: BoxRows, row: number): RefinedFace {
  const values = rowAt(faces, row);
  return {
    box: boxAt(faces, row),
    score: values[SCORE]!,
    landmarks: Array.from({ length: 5 }, (_, k) => [values[SQUARE + k]!, values[SQUARE + 5 + k]!]),
  };
}
