import type { VideoMetadata } from "../../records/video.ts";
import type { SizedTime, UnitTimes } from "./stage_times.ts";
import type { ClassifierSpec, Plan, PlannedVariant } from "./plan.ts";
import { sharesBatches, WORTH_GIVING_MS } from "../execution/score_queue.ts";
import { type ProbedVideo, samplePositions, type VideoWork, videoWork } from "./plan_cost.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Where time goes, milliseconds. */
export interface PredictedStages {
  readonly sample: number;
  readonly decode: number;
  readonly detect: number;
  readonly crop: number;
  readonly classify: number;
  /** In no stage. */
  readonly rest: number;
}

/** What a plan will take, by stage over all videos and as wall time with several videos at a time. */
export interface PredictedRun {
  readonly stages: PredictedStages;
  /** Milliseconds from start to end of evaluation. */
  readonly wallMs: number;
}

export interface Prediction {
  /** Every variant in a run of its own. */
  readonly alone: PredictedRun;
  readonly shared: PredictedRun;
  /** Work that was never measured, and so is left out: names of detections, preparations, classifiers. */
  readonly unknown: readonly string[];
}

export const STAGE_NAMES = ["sample", "decode", "detect", "crop", "classify", "rest"] as const;

/**
 * Predicts what a plan takes over videos, from what each unit of its work took before; `shared` as `timing` has
 * it run.
 */
export function predictRun(
  plan: Plan,
  probed: readonly ProbedVideo[],
  { times, timing, workers }: {
    times: UnitTimes;
    timing: "attributed" | "isolated";
    workers: number;
  },
): Prediction {
  const unknown = new Set<string>();
  const helped = sharesBatches(plan, timing);
  const videosOf = (passes: readonly (readonly PlannedVariant[])[]) =>
    probed.map(({ metadata }) => {
      const positions = samplePositions(plan, metadata);
      const works = passes.map((variants) => videoWork(variants, positions));
      const known = { plan, metadata, times, unknown };
      const stages = works.map((work) => videoTime(work, known)).reduce(added);
      const shareableMs = helped ? sumOf(works, (work) => shareableTime(work, known)) : 0;
      return { stages, ms: totalOf(stages), shareableMs };
    });
  const runOf = (videos: ReturnType<typeof videosOf>): PredictedRun => ({
    stages: videos.map(({ stages }) => stages).reduce(added, NO_TIME),
    wallMs: (times.aroundMs ?? 0) + makespan(videos, workers),
  });
  const runs = plan.variants.map((variant) => runOf(videosOf([[variant]])));
  const alone = {
    stages: runs.map(({ stages }) => stages).reduce(added, NO_TIME),
    wallMs: runs.reduce((sum, { wallMs }) => sum + wallMs, 0),
  };
  const shared = runOf(videosOf(passesOf(plan.variants, timing)));
  return { alone, shared, unknown: [...unknown].sort() };
}

/** The variants of each pass over a video: where times are isolated, a warm-up and then each alone. */
function passesOf(
  variants: readonly PlannedVariant[],
  timing: "attributed" | "isolated",
): (readonly PlannedVariant[])[] {
  if (timing === "attributed") return [variants];
  return [...variants.slice(0, 1), ...variants].map((variant) => [variant]);
}

/** What the time of a video's work depends on beside the work. */
interface TimeContext {
  readonly plan: Plan;
  readonly metadata: VideoMetadata;
  readonly times: UnitTimes;
  readonly unknown: Set<string>;
}

/** What of the work on one video workers without a video take over: batches of slow classifiers. */
function shareableTime(work: VideoWork, context: TimeContext): number {
  const { classifiers } = context.plan;
  const isSlow = ({ column, batchSize }: ClassifierSpec) =>
    batchSize * (context.times.classify[column] ?? 0) >= WORTH_GIVING_MS;
  const slow = work.classifications.filter(({ classifier }) => isSlow(classifiers[classifier]!));
  return videoTime({ ...work, classifications: slow }, context).classify;
}

/** What the work on one video takes. Work that was never measured counts nothing and is named in `unknown`. */
export function videoTime(
  work: VideoWork,
  context: TimeContext,
): PredictedStages {
  const { plan, metadata, times, unknown } = context;
  const known = (name: string, value: number | null | undefined): number => {
    if (value === null || value === undefined) unknown.add(name);
    return value ?? 0;
  };
  const detectionOf = (preparation: number) =>
    plan.detections[plan.preparations[preparation]!.detection]!.name;
  const faces = (preparation: number, frames: number) => {
    const name = detectionOf(preparation);
    return frames * known(name, times.facesPerFrame[name]);
  };
  const megapixels = metadata.width * metadata.height / 1e6;
  return {
    sample: times.sampleMs,
    decode: decodingUnits(work) * known("decoding", timeAt(times.decode, megapixels)),
    detect: sumOf(work.detections, ({ detection, frames }) => {
      const { name } = plan.detections[detection]!;
      return frames * known(name, timeAt(times.detect[name] ?? [], megapixels));
    }),
    crop: sumOf(work.preparations, ({ preparation, frames }) => {
      const { name } = plan.preparations[preparation]!;
      return faces(preparation, frames) * known(name, times.crop[name]);
    }),
    classify: sumOf(work.classifications, ({ classifier, preparation, frames }) => {
      const { column } = plan.classifiers[classifier]!;
      return faces(preparation, frames) * known(column, times.classify[column]);
    }),
    rest: work.frames * times.restMs,
  };
}

/**
 * What a decoder has to do, in frames of the stream. A wanted frame costs more than one that is passed over:
 * it is turned into RGB and handed over. Measured at 0.12 megapixels: about two frames of the stream more.
 */
export function decodingUnits({ streamFrames, frames }: VideoWork): number {
  return streamFrames + 2 * frames;
}

export function totalOf(stages: PredictedStages): number {
  return sumOf(STAGE_NAMES, (name) => stages[name]);
}

/** A piece of work that one worker takes up. */
export interface Job {
  readonly ms: number;
  /** Of it, what workers without a job can take over, evenly spread over it. */
  readonly shareableMs: number;
}

/**
 * When the last of several jobs ends that `workers` take up in turn, each when it is free; those that find none
 * left help with the last ones.
 */
export function makespan(jobs: readonly Job[], workers: number): number {
  const busyUntil = new Array<number>(workers).fill(0);
  const shareable = new Array<number>(workers).fill(0); // share of the last job
  for (const { ms, shareableMs } of jobs) {
    const free = busyUntil.indexOf(smallest(busyUntil));
    busyUntil[free]! += ms;
    shareable[free] = ms === 0 ? 0 : shareableMs / ms;
  }
  const idleFrom = smallest(busyUntil);
  const evenly = sumOf(busyUntil, (until) => until) / workers;
  const unshared = busyUntil.map((until, i) => until - (until - idleFrom) * shareable[i]!);
  return Math.max(evenly, largest(unshared));
}

/**
 * The time at a size of frame: between two measured sizes on the line through them, outside in proportion to
 * the pixels of the nearest.
 */
export function timeAt(sizes: readonly SizedTime[], megapixels: number): number | null {
  const below = sizes.findLast((size) => size.megapixels <= megapixels);
  const above = sizes.find((size) => size.megapixels >= megapixels);
  if (below && above) {
    const width = above.megapixels - below.megapixels;
    const share = width === 0 ? 0 : (megapixels - below.megapixels) / width;
    return below.ms + share * (above.ms - below.ms);
  }
  const nearest = below ?? above;
  return nearest ? nearest.ms * megapixels / nearest.megapixels : null;
}

const NO_TIME: PredictedStages = { sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, rest: 0 };

function added(a: PredictedStages, b: PredictedStages): PredictedStages {
  return {
    sample: a.sample + b.sample,
    decode: a.decode + b.decode,
    detect: a.detect + b.detect,
    crop: a.crop + b.crop,
    classify: a.classify + b.classify,
    rest: a.rest + b.rest,
  };
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
