import assert from "node:assert/strict";
import { join } from "node:path";
import type { DetectedFace } from "../../../src/records/face.ts";
import type { RgbImage } from "../../../src/records/frame.ts";
import type { FaceDetector } from "../../../src/stages/faces/contract.ts";
import { detectorInput } from "../../../src/stages/faces/detector_input.ts";
import { openMtcnnNetworks } from "../../../src/stages/faces/mtcnn_networks.ts";
import { pyramidLevels } from "../../../src/stages/faces/mtcnn_pyramid.ts";
import { candidatesOf, runONet, runPNet, runRNet } from "../../../src/stages/faces/mtcnn_stages.ts";
import { networkInputs } from "../../../src/stages/faces/network_input.ts";
import { mtcnn } from "../../../src/stages/faces/mtcnn.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { boxKernels } from "../../../src/base/numeric/boxes/box_kernels.ts";
import { rowsOf } from "../../../src/base/numeric/boxes/box_rows.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { imageOf, noiseImage } from "../../base/numeric/images/made_images.ts";
import { sharedJson } from "../../shared_data.ts";
import { framesTest, goldenFrames } from "../../platform/ffmpeg/golden_frames.ts";

const mtcnnFolder = join(projectRoot(), "models", "mtcnn");
const alsoNeeds = ["pnet.onnx", "rnet.onnx", "onet.onnx"].map((name) => join(mtcnnFolder, name));
const resources = { provider: "cpu", threads: 1 } as const;
const REFERENCE = PRESETS.reference;

/** Numbers are float32 in their shortest form. */
interface GoldenDetection {
  readonly source: string;
  readonly frame: number | null;
  readonly mode: "half" | "full";
  readonly boxes: readonly (readonly number[])[] | null;
  readonly probs: readonly number[] | null;
  readonly landmarks: readonly (readonly (readonly number[])[])[] | null;
}

interface GoldenStages {
  readonly source: string;
  readonly frame: number;
  readonly mode: "half" | "full";
  readonly pnetPerScale: readonly {
    readonly mapHW: readonly [number, number];
    readonly candidates: number;
    readonly afterNms05: number;
    readonly first: readonly number[] | null;
    readonly last: readonly number[] | null;
  }[];
  readonly rnetInputBoxes: { readonly boxes: readonly (readonly number[])[] };
  readonly onetInputBoxes: { readonly boxes: readonly (readonly number[])[] };
  readonly afterMinNms: {
    readonly boxes: readonly (readonly number[])[];
    readonly landmarks: readonly (readonly (readonly number[])[])[];
  };
}

mtcnnTest("faces are facenet-pytorch's, in its order, at half and full size", async (detector) => {
  const { images } = sharedJson<{ images: GoldenDetection[] }>(
    "golden",
    "mtcnn",
    "detections.json",
  );
  const wanted = images.filter(({ source }) => source === "facenet-video.mp4");
  const positions = [...new Set(wanted.map(({ frame }) => frame!))];
  assert.equal(positions.length, 12);
  for await (const { position, image } of goldenFrames("facenet-video.mp4", positions)) {
    // At full size three frames are enough: each takes as long as eight halves.
    const atFullSize = positions.indexOf(position) % 4 === 0;
    for (const golden of wanted.filter(({ frame }) => frame === position)) {
      if (golden.mode === "full" && !atFullSize) continue;
      const input = detectorInput(image, golden.mode === "half" ? 0.5 : 1);
      assertFaces(await detector.detect(input), golden);
    }
  }
});

mtcnnTest("images without a face, and one too small to search, have none", async (detector) => {
  for (const image of facelessImages()) assert.deepEqual(await detector.detect(image), []);
});

mtcnnTest("an image's faces do not depend on the images before", async (detector) => {
  const frames: RgbImage[] = [];
  for await (const { image } of goldenFrames("gap.mp4", [0, 1, 12])) {
    frames.push({ ...image, data: image.data.slice() });
  }
  const small = detectorInput(frames[1]!, 0.5);
  const alone = await detector.detect(small);
  assert.ok(alone.length > 0);
  for (const image of [frames[2]!, frames[0]!]) {
    await detector.detect(image);
    assert.deepEqual(await detector.detect(small), alone);
  }
});

framesTest("every stage has facenet-pytorch's candidates", async () => {
  const { cases } = sharedJson<{ cases: GoldenStages[] }>("golden", "mtcnn", "stages.json");
  const golden = cases.find(({ source }) => source === "facenet-video.mp4")!;
  const networks = await openMtcnnNetworks(mtcnnFolder, resources);
  try {
    for await (const frame of goldenFrames("facenet-video.mp4", [golden.frame])) {
      const image = detectorInput(frame.image, golden.mode === "half" ? 0.5 : 1);
      const search = { networks, inputs: networkInputs(), kernels: boxKernels(), image };
      search.inputs.setImage(image);
      const levels = pyramidLevels(image, REFERENCE);
      assert.equal(levels.length, golden.pnetPerScale.length);
      for (const [i, level] of levels.entries()) {
        const map = await networks.pnet(search.inputs.level(level), level);
        const expected = golden.pnetPerScale[i]!;
        const found = candidatesOf(map, { level, threshold: 0.7, kernels: search.kernels });
        assertCandidates(found, { ...expected });
        assert.deepEqual([map.height, map.width], expected.mapHW);
      }
      const proposals = await runPNet(search, { levels, threshold: 0.7 });
      assertBoxes(rowsOf(proposals), golden.rnetInputBoxes.boxes);
      const refined = await runRNet(search, { proposals, threshold: 0.8 });
      assertBoxes(rowsOf(refined), golden.onetInputBoxes.boxes);
      const faces = await runONet(search, { refined, threshold: 0.8 });
      assertBoxes(faces.map(scored), golden.afterMinNms.boxes);
      assertBoxes(
        faces.flatMap(({ landmarks }) => landmarks),
        golden.afterMinNms.landmarks.flat(),
      );
    }
  } finally {
    await networks.release();
  }
}, { alsoNeeds });

function mtcnnTest(name: string, run: (detector: FaceDetector) => Promise<void>): void {
  framesTest(name, async () => {
    const detector = mtcnn(await openMtcnnNetworks(mtcnnFolder, resources), REFERENCE);
    try {
      await run(detector);
    } finally {
      await detector.release();
    }
  }, { alsoNeeds });
}

function facelessImages(): RgbImage[] {
  return [
    imageOf(120, 90, () => 0),
    imageOf(64, 64, () => 128),
    noiseImage({ width: 200, height: 150, seed: 5, levels: 256 }),
    noiseImage({ width: 21, height: 300, seed: 6, levels: 256 }),
    imageOf(40, 19, () => 90),
    imageOf(0, 0, () => 0),
  ];
}

function assertFaces(faces: readonly DetectedFace[], golden: GoldenDetection): void {
  assert.equal(faces.length, golden.boxes?.length ?? 0);
  const { boxes, probs, landmarks } = golden;
  for (const [i, face] of faces.entries()) {
    const where = `face ${i} of ${golden.source} ${golden.frame} ${golden.mode}`;
    assertNear(face.box, boxes![i]!, { within: 0.01, where });
    assertNear([face.probability], [probs![i]!], { within: 1e-4, where });
    assertNear(face.landmarks!.flat(), landmarks![i]!.flat(), { within: 0.02, where });
  }
}

function assertCandidates(
  candidates: ReturnType<typeof candidatesOf>,
  golden: GoldenStages["pnetPerScale"][number],
): void {
  assert.equal(candidates.count, golden.candidates);
  assert.equal(boxKernels().suppressByUnion(candidates, 0.5).count, golden.afterNms05);
  const rows = rowsOf(candidates);
  for (const [row, expected] of [[rows[0], golden.first], [rows.at(-1), golden.last]] as const) {
    if (expected) assertNear(row!, expected, { within: 1e-5, where: "P-Net" });
  }
}

function assertBoxes(
  boxes: readonly (readonly number[])[],
  golden: readonly (readonly number[])[],
): void {
  assert.equal(boxes.length, golden.length);
  for (const [i, box] of boxes.entries()) {
    assertNear(box, golden[i]!, { within: 0.01, where: `box ${i}` });
  }
}

function scored({ box, score }: { box: readonly number[]; score: number }): number[] {
  return [...box, score];
}

function assertNear(
  actual: readonly number[],
  expected: readonly number[],
  { within, where }: { within: number; where: string },
): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]!) <= within, `${where}: ${value} for ${expected[i]}`);
  }
}
