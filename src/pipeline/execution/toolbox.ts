import { classifierFamilies } from "../../stages/classifiers/registry.ts";
import type { FaceDetector } from "../../stages/faces/contract.ts";
import { type DetectorInput, detectorInputs } from "../../stages/faces/detector_input.ts";
import { facePreparations, type PrepareFace } from "../../stages/faces/preparation.ts";
import { FACE_DETECTOR_PARTS } from "../../stages/faces/registry.ts";
import {
  createDecoderChoice,
  type DecoderChoice,
  FFMPEG_DECODING,
  SOFTWARE_ONLY,
} from "../../platform/ffmpeg/decoder_choice.ts";
import { type Digester, digester } from "../../platform/files/hash.ts";
import type { Plan } from "../plan/plan.ts";
import { type QueueTools, ScoreQueue } from "./score_queue.ts";

/** What a worker keeps open between videos: networks are opened when first needed, once. */
export interface Toolbox {
  readonly digests: Digester;
  readonly decoders: DecoderChoice;
  /** Each input is valid until the next is made. */
  readonly detectorInput: DetectorInput;
  readonly prepareFace: PrepareFace;
  /** Opens every network of the plan, so that loading them costs no video its time. */
  openAll(): Promise<void>;
  /** @param detection index into the plan's detections */
  faceDetector(detection: number): Promise<FaceDetector>;
  /** @param classifier index into the plan's classifiers */
  queue(classifier: number): Promise<ScoreQueue>;
  /** Queues opened so far, in no particular order. */
  queues(): Promise<readonly ScoreQueue[]>;
  /** Frees every network. */
  release(): Promise<void>;
}

/** Folders that parts read from. */
export interface ToolboxFolders {
  /** Absolute path of the folder with MTCNN's networks. */
  readonly mtcnn: string;
}

/** @param tools of every queue */
export async function openToolbox(
  plan: Plan,
  folders: ToolboxFolders,
  tools: QueueTools = {},
): Promise<Toolbox> {
  const digests = await digester();
  const detectors = new Map<number, Promise<FaceDetector>>();
  const queues = new Map<number, Promise<ScoreQueue>>();
  const releases: (() => Promise<void>)[] = [];
  const { provider, threads } = plan;

  async function openDetector(detection: number): Promise<FaceDetector> {
    const { parameters } = plan.detections[detection];
    const part = FACE_DETECTOR_PARTS[parameters.faceDetector];
    const options = { mtcnnFolder: folders.mtcnn, provider, threads };
    const detector = await part.open(parameters, options);
    releases.push(() => detector.release());
    return detector;
  }

  async function openQueue(index: number): Promise<ScoreQueue> {
    const spec = plan.classifiers[index];
    const model = plan.models.find(({ card }) => card.name === spec.model);
    if (!model) throw new Error(`the plan has no model "${spec.model}"`);
    const { precision, batchSize } = spec;
    const sha256 = model.sha256[precision];
    const options = { provider, precision, batchSize, threads, sha256 };
    const family = classifierFamilies[model.card.family];
    const classifier = await family.load(model.card, model.folder, options);
    releases.push(() => classifier.release());
    return new ScoreQueue(classifier, index, tools);
  }

  return {
    digests,
    decoders: provider === "cuda" ? createDecoderChoice(FFMPEG_DECODING) : SOFTWARE_ONLY,
    detectorInput: detectorInputs(),
    prepareFace: facePreparations(),
    async openAll() {
      for (const index of plan.detections.keys()) await opened(detectors, index, openDetector);
      for (const index of plan.classifiers.keys()) await opened(queues, index, openQueue);
    },
    faceDetector: (detection) => opened(detectors, detection, openDetector),
    queue: (classifier) => opened(queues, classifier, openQueue),
    queues: () => Promise.all(queues.values()),
    async release() {
      for (const release of releases.splice(0)) await release();
    },
  };
}

function opened<T>(
  known: Map<number, Promise<T>>,
  index: number,
  open: (index: number) => Promise<T>,
): Promise<T> {
  let part = known.get(index);
  if (!part) known.set(index, part = open(index));
  return part;
}
