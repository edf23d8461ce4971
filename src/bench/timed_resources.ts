import { join } from "node:path";
import type { Classifier } from "../stages/classifiers/contract.ts";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { FaceDetector } from "../stages/faces/contract.ts";
import { mtcnn, type MtcnnParameters } from "../stages/faces/mtcnn.ts";
import { type MtcnnNetworks, openMtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { type NetworkInputs, networkInputs } from "../stages/faces/network_input.ts";
import type { ClassifierSpec, Plan } from "../pipeline/plan/plan.ts";
import { ScoreQueue } from "../pipeline/execution/score_queue.ts";
import {
  openClassifier,
  openWorkerResources,
  type WorkerResources,
} from "../pipeline/execution/worker_resources.ts";
import type { Digester } from "../platform/files/hash.ts";
import { type NetworkSizes, networkSizes } from "./network_sizes.ts";
import { type ExclusiveTimers, exclusiveTimers } from "./exclusive_timers.ts";
import { FOLDERS } from "../evaluation/folders.ts";

/** Parts of the work that are timed separately. */
export type TimedPart =
  | NetworkName
  | "half size"
  | "pyramid and windows"
  | "boxes"
  | "crop and resize"
  | "digests"
  | "thumbnail pixels"
  | "thumbnails"
  | "hand-over"
  | "journal";

export type NetworkName = "P-Net" | "R-Net" | "O-Net" | "classifier";

/** Work of networks: frames or faces, and multiply-adds, 1e9. */
export type NetworkWork = Readonly<
  Record<NetworkName, { readonly on: number; readonly gmac: number }>
>;

/** The resources of a worker, with timers for each part of the work. */
export interface TimedResources {
  readonly resources: WorkerResources;
  readonly timers: ExclusiveTimers<TimedPart>;
  readonly classifiers: readonly Classifier[];
  /** Work of the networks since the last call. */
  takeWork(): NetworkWork;
}

type Note = (name: NetworkName, work: { on?: number; gmac?: number }) => void;
interface Notes {
  readonly timers: ExclusiveTimers<TimedPart>;
  readonly sizes: NetworkSizes;
  readonly note: Note;
}

/** Opens everything that the only variant of a plan needs. */
export async function openTimedResources(plan: Plan): Promise<TimedResources> {
  const { detection, scorings } = plan.variants[0]!;
  const timers = exclusiveTimers<TimedPart>();
  const plain = await openWorkerResources(plan, { models: FOLDERS.models });
  let work = noWork();
  const note: Note = (name, { on = 0, gmac = 0 }) => {
    work[name].on += on;
    work[name].gmac += gmac;
  };
  const notes = { timers, sizes: networkSizes(FOLDERS.mtcnn), note };
  const { parameters } = plan.detections[detection]!;
  const detector = parameters.faceDetector === "mtcnn"
    ? await timedMtcnn(plan, { parameters, notes })
    : await plain.faceDetector(detection);
  const classifiers = new Map<number, Classifier>();
  const queues = new Map<number, ScoreQueue>();
  for (const { classifier: index } of scorings) {
    const classifier = await openClassifier(plan, index);
    classifiers.set(index, classifier);
    const spec = { plan, spec: plan.classifiers[index]!, counts: queues.size === 0 };
    queues.set(index, new ScoreQueue(timedClassifier(classifier, spec, notes), index));
  }
  const resources: WorkerResources = {
    ...plain,
    digests: timedDigests(plain.digests, timers),
    detectorInput: (...input) => timers.time("half size", () => plain.detectorInput(...input)),
    prepareFace: (...face) => timers.time("crop and resize", () => plain.prepareFace(...face)),
    faceDetector: () => Promise.resolve(detector),
    queue: (index) => Promise.resolve(queues.get(index)!),
    queues: () => Promise.resolve([...queues.values()]),
    async release() {
      for (const classifier of classifiers.values()) await classifier.release();
      if (parameters.faceDetector === "mtcnn") await detector.release();
      await plain.release(); // and with it other face detectors
    },
  };
  const takeWork = () => {
    const done = work;
    work = noWork();
    return done;
  };
  return { resources, timers, classifiers: [...classifiers.values()], takeWork };
}

function noWork(): Record<NetworkName, { on: number; gmac: number }> {
  const none = () => ({ on: 0, gmac: 0 });
  return { "P-Net": none(), "R-Net": none(), "O-Net": none(), classifier: none() };
}

async function timedMtcnn(
  { provider, threads }: Plan,
  { parameters, notes }: { parameters: MtcnnParameters; notes: Notes },
): Promise<FaceDetector> {
  const { timers } = notes;
  const networks = await openMtcnnNetworks(FOLDERS.mtcnn, { provider, threads });
  const inputs = timedInputs(networkInputs(), timers);
  const detector = mtcnn(timedNetworks(networks, notes), parameters, { inputs });
  return {
    detect(image) {
      for (const name of ["P-Net", "R-Net", "O-Net"] as const) notes.note(name, { on: 1 });
      return timers.timeAsync("boxes", () => detector.detect(image));
    },
    release: () => detector.release(),
  };
}

function timedNetworks(
  networks: MtcnnNetworks,
  { timers, sizes, note }: Notes,
): MtcnnNetworks {
  return {
    ...networks,
    pnet(input, size) {
      note("P-Net", { gmac: sizes.pnet(size) });
      return timers.timeAsync("P-Net", () => networks.pnet(input, size));
    },
    rnet(input, count) {
      note("R-Net", { gmac: count * sizes.rnet() });
      return timers.timeAsync("R-Net", () => networks.rnet(input, count));
    },
    onet(input, count) {
      note("O-Net", { gmac: count * sizes.onet() });
      return timers.timeAsync("O-Net", () => networks.onet(input, count));
    },
  };
}

function timedInputs(inputs: NetworkInputs, { time }: Notes["timers"]): NetworkInputs {
  return {
    setImage: (image) => time("pyramid and windows", () => inputs.setImage(image)),
    level: (size) => time("pyramid and windows", () => inputs.level(size)),
    squares: (windows, side) => time("pyramid and windows", () => inputs.squares(windows, side)),
  };
}

function modelOf({ model }: ClassifierSpec, { models }: Plan) {
  return models.find(({ card }) => card.name === model)!;
}

/** A classifier that records its time; of several on the same faces, one counts them. */
function timedClassifier(
  classifier: Classifier,
  { plan, spec, counts }: { plan: Plan; spec: ClassifierSpec; counts: boolean },
  { timers, sizes, note }: Notes,
): Classifier {
  const { card, folder } = modelOf(spec, plan);
  const { dims } = inputTensor(card.input, spec.batchSize);
  const path = join(folder, card.files[spec.precision]!.path);
  const gmac = sizes.file(path, { [card.input.name]: dims });
  return {
    ...classifier,
    score(faces, count) {
      note("classifier", { on: counts ? count : 0, gmac });
      return timers.timeAsync("classifier", () => classifier.score(faces, count));
    },
  };
}

/** A digester that times updates; starting a digest takes negligible time. */
function timedDigests(digests: Digester, { time }: Notes["timers"]): Digester {
  return {
    of: (data) => time("digests", () => digests.of(data)),
    hex: (hash) => time("digests", () => digests.hex(hash)),
    start() {
      const { update, digest } = digests.start();
      const timed = {
        digest,
        update(input: string | Uint8Array) {
          time("digests", () => update(input));
          return timed;
        },
      };
      return timed;
    },
  };
}
