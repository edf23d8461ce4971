import type { DetectedFace } from "../records/face.ts";
import type { RgbImage } from "../records/frame.ts";
import type { FaceDetector } from "../stages/faces/contract.ts";
import { detectorInput } from "../stages/faces/detector_input.ts";
import { mtcnn } from "../stages/faces/mtcnn.ts";
import { openMtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { pyramidLevels } from "../stages/faces/mtcnn_pyramid.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { PRESETS } from "../config/presets.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import type { GoldenFolder } from "./golden_folder.ts";
import { framesAt, missingVideo } from "./golden_videos.ts";
import { compareCascade } from "./mtcnn_cascade.ts";
import { compareNetworks } from "./mtcnn_networks.ts";
import {
  equality,
  largestDifference,
  largestFloat32Difference,
  measuresOf,
  type Tally,
  tally,
} from "./tally.ts";

/** Faces of an image; numbers are float32 in their shortest decimal form. */
interface GoldenFaces {
  readonly inputSha256: string;
  /** `null` or left out: none. */
  readonly boxes?: readonly (readonly number[])[] | null;
  readonly probs?: readonly number[] | null;
  readonly landmarks?: readonly (readonly (readonly number[])[])[] | null;
}

interface GoldenDetection extends GoldenFaces {
  readonly source: string;
  /** `null`: the source is a picture. */
  readonly frame: number | null;
  readonly mode: "half" | "full";
}

interface GoldenSynthetic extends GoldenFaces {
  readonly pattern: string;
  readonly seed: number | null;
  readonly width: number;
  readonly height: number;
}

interface GoldenDetections {
  readonly images: readonly GoldenDetection[];
  readonly synthetic: readonly GoldenSynthetic[];
}

interface GoldenPyramid {
  readonly sizes: readonly {
    readonly width: number;
    readonly height: number;
    readonly scales: readonly number[];
    readonly scaledHW: readonly (readonly [number, number])[];
  }[];
}

const PARAMETERS = PRESETS.reference;

/** MTCNN, compared with facenet-pytorch. */
export const faceDetection: ParityStage = { title: "face detection", check };

async function check(context: ParityContext): Promise<StageFindings> {
  const { golden, mtcnnFolder } = context;
  const tallies = makeTallies();
  comparePyramids(golden, tallies.pyramid);
  const networks = await openMtcnnNetworks(mtcnnFolder, { provider: "cpu", threads: 1 });
  const detector = mtcnn(networks, PARAMETERS);
  try {
    await compareNetworks(golden, { networks, outputs: tallies.networks });
    const cascade = { counts: tallies.candidates, boxes: tallies.candidateBoxes };
    const leftOut = [
      ...await compareCascade(golden, { networks, parameters: PARAMETERS, tallies: cascade }),
      ...await compareImages(context, { detector, tallies }),
    ];
    return { measures: measuresOf(Object.values(tallies)), leftOut };
  } finally {
    await detector.release();
  }
}

type Tallies = ReturnType<typeof makeTallies>;

function makeTallies() {
  return {
    pyramid: tally({ what: "pyramid scales and sizes" }),
    networks: tally({ what: "outputs of the networks", tolerance: 1e-5 }),
    candidates: tally({ what: "candidates of each stage" }),
    candidateBoxes: tally({ what: "boxes of each stage", tolerance: 0.01, unit: "px" }),
    input: tally({ what: "input images" }),
    count: tally({ what: "faces of each image" }),
    boxes: tally({ what: "boxes, in order", tolerance: 0.01, unit: "px" }),
    probabilities: tally({ what: "probabilities", tolerance: 1e-4 }),
    landmarks: tally({ what: "landmarks", tolerance: 0.02, unit: "px" }),
  };
}

function comparePyramids(golden: GoldenFolder, pyramid: Tally): void {
  const { sizes } = golden.json<GoldenPyramid>("mtcnn", "pyramid.json");
  for (const { scales, scaledHW, ...image } of sizes) {
    const levels = pyramidLevels(image, PARAMETERS);
    const sizesOfLevels = levels.map(({ height, width }) => [height, width]);
    const difference = largestDifference(levels.map(({ scale }) => scale), scales);
    const name = `${image.width}×${image.height}`;
    pyramid.add(name, Math.max(difference, equality(sizesOfLevels, scaledHW)));
  }
}

/** Compares the faces found in images. @returns sources that were left out */
async function compareImages(
  { golden, note }: ParityContext,
  { detector, tallies }: { detector: FaceDetector; tallies: Tallies },
): Promise<string[]> {
  const { images, synthetic } = golden.json<GoldenDetections>("mtcnn", "detections.json");
  const leftOut: string[] = [];
  for (const one of synthetic) {
    const name = `${one.pattern} ${one.width}×${one.height}`;
    await compareFaces(name, { image: syntheticImage(one), golden: one, detector, tallies });
  }
  for (const [source, ofSource] of Map.groupBy(images, ({ source }) => source)) {
    const path = await golden.video(source);
    if (path === null) {
      leftOut.push(missingVideo(source));
      continue;
    }
    note(`finding faces in ${source}`);
    const byFrame = Map.groupBy(ofSource, ({ frame }) => frame ?? 0);
    for await (const { position, image } of framesAt(path, byFrame.keys())) {
      for (const one of byFrame.get(position) ?? []) {
        const input = detectorInput(image, one.mode === "half" ? 0.5 : 1);
        const name = `${source}, frame ${position}, ${one.mode} size`;
        await compareFaces(name, { image: input, golden: one, detector, tallies });
      }
    }
  }
  return leftOut;
}

async function compareFaces(
  name: string,
  { image, golden, detector, tallies }: {
    image: RgbImage;
    golden: GoldenFaces;
    detector: FaceDetector;
    tallies: Tallies;
  },
): Promise<void> {
  tallies.input.add(name, equality(sha256Hex(image.data), golden.inputSha256));
  const faces = await detector.detect(image);
  tallies.count.add(name, equality(faces.length, golden.boxes?.length ?? 0));
  faces.forEach((face, i) => compareFace(`${name}, face ${i}`, { face, golden, i, tallies }));
}

function compareFace(
  name: string,
  { face, golden: { boxes, probs, landmarks }, i, tallies }: {
    face: DetectedFace;
    golden: GoldenFaces;
    i: number;
    tallies: Tallies;
  },
): void {
  const points = landmarks?.[i] ?? [];
  tallies.boxes.add(name, largestFloat32Difference(face.box, boxes?.[i] ?? []));
  tallies.probabilities.add(
    name,
    largestFloat32Difference([face.probability], [probs?.[i] ?? NaN]),
  );
  tallies.landmarks.add(
    name,
    largestFloat32Difference((face.landmarks ?? []).flat(), points.flat()),
  );
}

/**
 * Makes an image that the golden data describe by a pattern: hashed noise, grey, or black. Its hash is compared with
 * the golden one.
 */
function syntheticImage(
  { pattern, seed, width, height }: {
    readonly pattern: string;
    readonly seed: number | null;
    readonly width: number;
    readonly height: number;
  },
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  if (pattern === "noise") data.forEach((_, i) => data[i] = hashedByte(i + (seed ?? 0)));
  else if (pattern === "grey") data.fill(128);
  return { width, height, data };
}

/** Computes the highest byte of a 32-bit number's hash. */
function hashedByte(start: number): number {
  let x = start >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 24;
}
