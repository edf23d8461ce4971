import type { Classifier } from "../../stages/classifiers/contract.ts";
import type { FaceDetector } from "../../stages/faces/contract.ts";
import {
  createDecoderChoice,
  type DecoderChoice,
  FFMPEG_DECODING,
  SOFTWARE_ONLY,
} from "../../platform/ffmpeg/decoder_choice.ts";
import { type Digester, digester } from "../../platform/files/hash.ts";
import { Activity } from "../../platform/workers/activity.ts";
import { parametersOf } from "../../stages/part_use.ts";
import { detectorContext } from "./detector_context.ts";
import { partNamed, PIPELINE_PARTS, type PipelineParts } from "./parts.ts";
import type { Plan } from "../plan/plan.ts";
import { type QueueTools, ScoreQueue } from "./score_queue.ts";

/** Resources that a worker keeps open between videos. Networks are opened when first needed. */
export interface WorkerResources {
  readonly digests: Digester;
  readonly decoders: DecoderChoice;
  readonly parts: PipelineParts;
  /** Shows the pool that a network is running. */
  readonly activity: Activity;
  /** Scales frames for face detectors; each input is valid until the next call. */
  readonly detectorInput: ReturnType<PipelineParts["detectorInput"]["open"]>;
  readonly prepareFace: ReturnType<PipelineParts["facePreparation"]["open"]>;
  /** Opens every network of the plan, so that no video's time includes loading. */
  openAll(): Promise<void>;
  /** Gets a face detector. @param detection index into the plan's detections */
  faceDetector(detection: number): Promise<FaceDetector>;
  /** Gets a classifier's queue. @param classifier index into the plan's classifiers */
  queue(classifier: number): Promise<ScoreQueue>;
  /** Lists the queues opened so far, in no particular order. */
  queues(): Promise<readonly ScoreQueue[]>;
  /** Frees every network. */
  release(): Promise<void>;
}

/** Folders that parts read from. */
export interface ResourceFolders {
  /** Absolute path of the folder that parts' declared files are relative to. */
  readonly models: string;
}

export interface ResourceOptions extends QueueTools {
  /** Left out: the parts that Assay ships. */
  readonly parts?: PipelineParts | undefined;
}

export async function openWorkerResources(
  plan: Plan,
  folders: ResourceFolders,
  { parts = PIPELINE_PARTS, ...tools }: ResourceOptions = {},
): Promise<WorkerResources> {
  const digests = await digester();
  const detectors = new Map<number, Promise<FaceDetector>>();
  const queues = new Map<number, Promise<ScoreQueue>>();
  const releases: (() => Promise<void>)[] = [];
  const { provider, threads } = plan;

  async function openDetector(index: number): Promise<FaceDetector> {
    const { detector: use } = plan.detections[index]!;
    const part = partNamed(parts.faceDetectors, use.part);
    const context = detectorContext(part, { name: use.part, ...folders, provider, threads });
    const detector = await part.open(parametersOf(use), context);
    releases.push(() => detector.release());
    return detector;
  }

  async function openQueue(index: number): Promise<ScoreQueue> {
    const classifier = await openClassifier(plan, index, parts);
    releases.push(() => classifier.release());
    return new ScoreQueue(classifier, index, tools);
  }

  return {
    digests,
    decoders: provider === "cuda" ? createDecoderChoice(FFMPEG_DECODING) : SOFTWARE_ONLY,
    parts,
    activity: tools.activity ?? new Activity(),
    detectorInput: parts.detectorInput.open(),
    prepareFace: parts.facePreparation.open(),
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

/** Opens a classifier of a plan. @param index into the plan's classifiers */
export async function openClassifier(
  plan: Plan,
  index: number,
  parts: PipelineParts = PIPELINE_PARTS,
): Promise<Classifier> {
  const { model: name, precision, family } = plan.classifiers[index]!;
  const model = plan.models.find(({ card }) => card.name === name);
  if (!model) throw new Error(`the plan has no model "${name}"`);
  const { provider, threads } = plan;
  const options = parametersOf(family, { provider, threads, sha256: model.sha256[precision] });
  const part = partNamed(parts.classifierFamilies, family.part);
  return await part.load(model.card, model.folder, options);
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
