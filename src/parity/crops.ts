import { PRESETS } from "../config/presets.ts";
import type { CropRectangle } from "../records/face.ts";
import type { RgbImage } from "../records/frame.ts";
import { cropRectangle, frameBox, isEmptyCrop } from "../stages/faces/crop.ts";
import { prepareFace } from "../stages/faces/preparation.ts";
import {
  blackImage,
  copyWindow,
  wholeWindow,
  windowOf,
} from "../base/numeric/images/rgb_window.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import { BOX_SCALE, type GoldenFace, type GoldenRun, goldenRuns } from "./golden_runs.ts";
import { framesAt, missingVideo } from "./golden_videos.ts";
import { equality, measuresOf, tally } from "./tally.ts";

/** A face of a golden run, with its box in pixels of the face detector's input. */
interface PlacedFace {
  readonly name: string;
  readonly mode: GoldenRun["mode"];
  readonly position: number;
  readonly box: readonly [number, number, number, number];
  readonly face: GoldenFace;
}

/** Crops and prepared faces, compared with the original's slices, OpenCV's resizes and black borders. */
export const crops: ParityStage = { title: "crops and faces", check };

async function check({ golden, note }: ParityContext): Promise<StageFindings> {
  const tallies = makeTallies();
  const leftOut: string[] = [];
  const { runs } = goldenRuns(golden);
  for (const [video, ofVideo] of Map.groupBy(runs, ({ video }) => video)) {
    const path = await golden.video(video);
    if (path === null) {
      leftOut.push(missingVideo(video));
      continue;
    }
    note(`cropping faces of ${video}`);
    const byFrame = Map.groupBy(placedFaces(ofVideo), ({ position }) => position);
    for await (const { position, image } of framesAt(path, byFrame.keys())) {
      for (const placed of byFrame.get(position) ?? []) comparePlaced(placed, { image, tallies });
    }
  }
  return { measures: measuresOf(Object.values(tallies)), leftOut };
}

type Tallies = ReturnType<typeof makeTallies>;

function makeTallies() {
  return {
    boxes: tally({ what: "boxes in the frame", unit: "px" }),
    rectangles: tally({ what: "rectangles with margin", unit: "px" }),
    pixels: tally({ what: "bytes of crops" }),
    faces380: tally({ what: "faces of 380 px" }),
    faces256: tally({ what: "faces of 256 px" }),
    empty: tally({ what: "empty crops refused" }),
  };
}

/** Lists the distinct faces of all runs. */
function placedFaces(runs: readonly GoldenRun[]): PlacedFace[] {
  const placed = new Map<string, PlacedFace>();
  for (const { video, mode, frames } of runs) {
    for (const { position, boxes, faces } of frames) {
      faces?.forEach((face, i) => {
        const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = (boxes?.[i] ?? []).map(Math.fround);
        const { intBox, cropSlice, cropSha256, faceSha256, face256Sha256 } = face;
        const name = `${video}, ${mode}, frame ${position}, face ${i}`;
        const facts = [name, intBox, cropSlice, cropSha256, faceSha256, face256Sha256];
        placed.set(facts.join(), { name, mode, position, box: [x1, y1, x2, y2], face });
      });
    }
  }
  return [...placed.values()];
}

function comparePlaced(
  { name, mode, box, face }: PlacedFace,
  { image, tallies }: { image: RgbImage; tallies: Tallies },
): void {
  const { margin, resize, fit } = PRESETS[mode];
  const inFrame = frameBox(box, BOX_SCALE);
  tallies.boxes.add(name, equality(inFrame, face.intBox));
  const rectangle = cropRectangle(inFrame, margin, image);
  tallies.rectangles.add(name, equality(described(rectangle), expectedRectangle(face)));
  tallies.pixels.add(name, equality(sha256Hex(cropBytes(image, rectangle)), face.cropSha256));
  const prepared = (size: number) => prepareFace(image, rectangle, { size, resize, fit });
  for (const [size, sha256, to] of sizesOf(face, tallies)) {
    const pixels = prepared(size);
    to.add(name, pixels === null ? Infinity : equality(sha256Hex(pixels.data), sha256));
  }
  if (
    isEmptyCrop(rectangle) && !face.faceSha256 && Math.max(face.cropHeight, face.cropWidth) !== 380
  ) {
    tallies.empty.add(name, equality(prepared(380), null));
  }
}

function sizesOf({ faceSha256, face256Sha256 }: GoldenFace, { faces380, faces256 }: Tallies) {
  return [[380, faceSha256, faces380], [256, face256Sha256, faces256]].filter(
    (one): one is [number, string, Tallies["faces380"]] => one[1] !== undefined,
  );
}

/** Lists height, width, top and left of a crop; without top and left if it has no pixels. */
function described(rectangle: CropRectangle): number[] {
  const { top, bottom, left, right } = rectangle;
  const size = [bottom - top, right - left];
  return isEmptyCrop(rectangle) ? size : [...size, top, left];
}

function expectedRectangle({ cropSlice, cropHeight, cropWidth }: GoldenFace): number[] {
  const size = [cropHeight, cropWidth];
  return cropHeight * cropWidth === 0 ? size : [...size, cropSlice[0], cropSlice[2]];
}

function cropBytes(image: RgbImage, rectangle: CropRectangle): Uint8Array {
  const crop = windowOf(image, rectangle);
  const alone = blackImage(crop.width, crop.height);
  copyWindow(crop, wholeWindow(alone));
  return alone.data;
}
