import type { Point } from "../domain/face.ts";
import type { RgbImage } from "../domain/frame.ts";
import { type Float32Box, shiftBox, squareBox } from "../numeric/float32_box.ts";
import {
  type ScoredBox,
  suppressBySmaller,
  suppressByUnion,
} from "../numeric/non_maximum_suppression.ts";
import type { WindowBounds } from "../numeric/rgb_window.ts";
import type { MtcnnNetworks, PNetMap } from "./mtcnn_networks.ts";
import type { PyramidLevel } from "./mtcnn_pyramid.ts";
import { type NetworkInputs, pixelsInside } from "./network_input.ts";

// The three stages of MTCNN as facenet-pytorch's `detect_face` runs them, in its order of float32 operations.
// Zhang et al., "Joint face detection and alignment using multitask cascaded convolutional networks" (2016).

const f = Math.fround;

/** P-Net's stride and window, pixels of the level. */
const STRIDE = 2;
const WINDOW = 12;

/** A square that may hold a face. */
export interface Candidate extends ScoredBox {
  /** What the network says the box should be shifted by, in shares of its sides. */
  readonly shift: Float32Box;
}

/** A face as O-Net sees it. */
export interface RefinedFace extends ScoredBox {
  readonly landmarks: readonly Point[];
}

/** What the stages share. */
export interface Search {
  readonly networks: MtcnnNetworks;
  /** Already looking at `image`. */
  readonly inputs: NetworkInputs;
  readonly image: RgbImage;
}

/** P-Net at every level: squares worth a closer look, the best first. */
export async function propose(
  { networks, inputs }: Search,
  { levels, threshold }: { levels: readonly PyramidLevel[]; threshold: number },
): Promise<ScoredBox[]> {
  const kept: Candidate[] = [];
  for (const level of levels) {
    const map = await networks.pnet(inputs.level(level), level);
    kept.push(...suppressByUnion(candidatesOf(map, { scale: level.scale, threshold }), 0.5));
  }
  return suppressByUnion(kept, 0.7).map(({ box, score, shift }) => ({
    box: squareBox(shiftBox(box, shift, 0)),
    score,
  }));
}

/** The cells of P-Net's map that reach the threshold, row by row, as boxes of the image. */
export function candidatesOf(
  { probabilities, regressions, height, width }: PNetMap,
  { scale, threshold }: { scale: number; threshold: number },
): Candidate[] {
  const least = f(threshold), cells = height * width;
  const inImage = (position: number) => Math.floor(f(position / f(scale)));
  const found: Candidate[] = [];
  for (let cell = 0; cell < cells; cell++) {
    if (!(probabilities[cell] >= least)) continue;
    const x = STRIDE * (cell % width), y = STRIDE * Math.floor(cell / width);
    found.push({
      box: [inImage(x + 1), inImage(y + 1), inImage(x + WINDOW), inImage(y + WINDOW)],
      score: probabilities[cell],
      shift: [
        regressions[cell],
        regressions[cells + cell],
        regressions[2 * cells + cell],
        regressions[3 * cells + cell],
      ],
    });
  }
  return found;
}

/** R-Net: squares around what it takes for faces, the best first. */
export async function refine(
  { networks, inputs, image }: Search,
  { proposals, threshold }: { proposals: readonly ScoredBox[]; threshold: number },
): Promise<ScoredBox[]> {
  const { boxes, windows } = insideImage(proposals, image);
  if (boxes.length === 0) return [];
  const { scores, regressions } = await networks.rnet(inputs.squares(windows, 24), boxes.length);
  const passed = boxes.flatMap(({ box }, i): Candidate[] =>
    scores[i] > f(threshold) ? [{ box, score: scores[i], shift: fourOf(regressions, i) }] : []
  );
  return suppressByUnion(passed, 0.7).map(({ box, score, shift }) => ({
    box: squareBox(shiftBox(box, shift, 1)),
    score,
  }));
}

/** O-Net: faces with landmarks, the most certain first. */
export async function conclude(
  { networks, inputs, image }: Search,
  { refined, threshold }: { refined: readonly ScoredBox[]; threshold: number },
): Promise<RefinedFace[]> {
  const { boxes, windows } = insideImage(refined, image);
  if (boxes.length === 0) return [];
  const out = await networks.onet(inputs.squares(windows, 48), boxes.length);
  const passed = boxes.flatMap(({ box }, i): RefinedFace[] =>
    out.scores[i] > f(threshold)
      ? [{
        box: shiftBox(box, fourOf(out.regressions, i), 1),
        score: out.scores[i],
        landmarks: pointsIn(box, out.landmarks.subarray(10 * i, 10 * i + 10)),
      }]
      : []
  );
  return suppressBySmaller(passed, 0.7);
}

/** The boxes that hold pixels of the image. The original raises where one holds none; here it is no face. */
function insideImage(
  candidates: readonly ScoredBox[],
  image: RgbImage,
): { boxes: ScoredBox[]; windows: WindowBounds[] } {
  const windows = candidates.map(({ box }) => pixelsInside(box, image));
  return {
    boxes: candidates.filter((_, i) => windows[i] !== null),
    windows: windows.filter((window) => window !== null),
  };
}

function fourOf(values: Float32Array, i: number): Float32Box {
  return [values[4 * i], values[4 * i + 1], values[4 * i + 2], values[4 * i + 3]];
}

/** Five x, then five y, in shares of the box's sides counted in whole pixels. */
function pointsIn([x1, y1, x2, y2]: Float32Box, shares: Float32Array): Point[] {
  const width = f(f(x2 - x1) + 1), height = f(f(y2 - y1) + 1);
  return Array.from({ length: 5 }, (_, k): Point => [
    f(f(f(width * shares[k]) + x1) - 1),
    f(f(f(height * shares[k + 5]) + y1) - 1),
  ]);
}
