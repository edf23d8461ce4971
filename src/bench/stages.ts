import type { Measurements } from "./result.ts";
import { type AssayError, inputError, usageError } from "../records/errors.ts";
import type { DetectedFace } from "../records/face.ts";
import type { RgbImage } from "../records/frame.ts";
import { detectorInputs } from "../stages/faces/detector_input.ts";
import { mtcnn } from "../stages/faces/mtcnn.ts";
import { type MtcnnNetworks, openMtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { pyramidLevels } from "../stages/faces/mtcnn_pyramid.ts";
import { runONet, runPNet, runRNet } from "../stages/faces/mtcnn_stages.ts";
import { networkInputs } from "../stages/faces/network_input.ts";
import { facePreparation } from "../stages/faces/preparation.ts";
import { boxKernels } from "../base/numeric/boxes/box_kernels.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { openClassifier } from "../pipeline/execution/worker_resources.ts";
import { parametersOf } from "../stages/part_use.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { benchVideos } from "./pass.ts";
import { type BenchWork, measureRounds, type RoundOptions } from "./rounds.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import { FOLDERS } from "../evaluation/folders.ts";

/** Pieces of work on one frame, with a function to close them. */
interface StageWorks {
  readonly works: readonly BenchWork[];
  release(): Promise<void>;
}

/** Measures each part of the work on a frame of a given size, as the plan's first variant does it. */
export async function benchStages(
  evaluation: Evaluation,
  { size, rounds }: { size: { width: number; height: number }; rounds: RoundOptions },
): Promise<Measurements> {
  const { plan } = evaluation;
  const frame = enlarged(await middleFrame(evaluation), size);
  const detection = await detectionWorks(frame, plan);
  const classification = await classifierWorks(plan);
  try {
    const cases = await measureRounds([...detection.works, ...classification.works], rounds);
    return {
      what: `parts of the work on a frame of ${size.width}×${size.height}`,
      rounds: cases[0]!.samplesMs.length,
      cases,
      ratios: [],
      growths: [],
      memory: [],
      rates: [],
      breakdowns: [],
      remarks: [],
    };
  } finally {
    await detection.release();
    await classification.release();
  }
}

/** Work: finding faces and cropping the first, in pieces. */
async function detectionWorks(frame: RgbImage, plan: Plan): Promise<StageWorks> {
  const { provider, threads } = plan;
  const { detection: d, preparation, size, template } = plan.preparations[0]!;
  const { detector, input } = plan.detections[d]!;
  if (detector.part !== "mtcnn") throw withoutMtcnn(detector.part);
  const networks = await openMtcnnNetworks(FOLDERS.mtcnn, { provider, threads });
  const parameters = parametersOf(detector);
  const detectorInput = detectorInputs(), prepareFace = facePreparation.open();
  const [first, second, third] = parameters.detectionThresholds;
  const image = detectorInput(frame, parametersOf(input).detectorScale);
  const levels = pyramidLevels(image, parameters);
  const inputs = networkInputs();
  const search = { networks, inputs, kernels: boxKernels(), image };
  inputs.setImage(image);
  const proposals = await runPNet(search, { levels, threshold: first });
  const refined = await runRNet(search, { proposals, threshold: second });
  const [face] = await mtcnn(networks, parameters).detect(image);
  const pyramid = levels.map((level) => ({ level, input: inputs.level(level).slice() }));
  const cut = ({ box: found, landmarks }: DetectedFace) => {
    const crop = parametersOf(preparation, { frame, size, template, landmarks });
    const box = facePreparation.boxOf(found, crop);
    prepareFace(frame, facePreparation.rectangleOf(box, crop), crop);
  };
  return {
    works: [
      work("half size", "frame", () => detectorInput(frame, 0.5)),
      work("integral image and pyramid", "frame", () => {
        inputs.setImage(image);
        for (const level of levels) inputs.level(level);
      }),
      work("P-Net, all levels", "frame", () => runPyramid(networks, pyramid)),
      work("R-Net", "frame", () => runRNet(search, { proposals, threshold: second })),
      work("O-Net", "frame", () => runONet(search, { refined, threshold: third })),
      ...(face ? [work("crop and resize", "face", () => cut(face))] : []),
    ],
    release: () => networks.release(),
  };
}

function withoutMtcnn(faceDetector: string): AssayError {
  return usageError("USAGE", {
    what:
      `bench stages measures MTCNN's networks; the first variant's face detector is "${faceDetector}"`,
    remedy: "Give --set faceDetector=mtcnn",
  });
}

async function runPyramid(
  networks: MtcnnNetworks,
  pyramid: readonly { level: { height: number; width: number }; input: Float32Array }[],
): Promise<void> {
  for (const { level, input } of pyramid) await networks.pnet(input, level);
}

/** Work: each classifier of the plan on full batches. */
async function classifierWorks(plan: Plan): Promise<StageWorks> {
  const opened = await Promise.all(plan.classifiers.map(async (spec, index) => {
    const { batchSize } = spec;
    const classifier = await openClassifier(plan, index);
    const faces = new Uint8Array(batchSize * classifier.card.input.size ** 2 * 3).fill(127);
    const score = () => classifier.score(faces, batchSize);
    return { classifier, work: { ...work(spec.column, "face", score), units: batchSize } };
  }));
  return {
    works: opened.map(({ work }) => work),
    async release() {
      for (const { classifier } of opened) await classifier.release();
    },
  };
}

function work(name: string, per: string, once: () => unknown): BenchWork {
  return {
    name,
    per,
    units: 1,
    remainder: "rest",
    async run() {
      await once();
      return {};
    },
  };
}

/** The middle frame of the dataset's first video. */
async function middleFrame(evaluation: Evaluation): Promise<RgbImage> {
  const { source, id } = benchVideos(evaluation, { limited: true, count: 1 })[0]!;
  const metadata = await probeVideo(source);
  const positions = [Math.floor(metadata.frameCount / 2)];
  for await (const { image } of decodeFrames(source, metadata, { positions })) {
    return { ...image, data: image.data.slice() };
  }
  throw inputError("BENCH_NO_FRAME", {
    what: `${JSON.stringify(id)} has no frame in its middle`,
    remedy: "Choose other videos with --dataset or --split",
  });
}

/** The image at another size, by nearest neighbour, so that faces remain faces. */
function enlarged(image: RgbImage, { width, height }: { width: number; height: number }): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y * image.height / height) * image.width;
    for (let x = 0; x < width; x++, at += 3) {
      const from = 3 * (row + Math.floor(x * image.width / width));
      data.set(image.data.subarray(from, from + 3), at);
    }
  }
  return { ...image, width, height, data };
}
