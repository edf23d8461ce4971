import type { VideoMetadata } from "../../records/video.ts";
import type { SizedTime, UnitTimes } from "./stage_times.ts";
import type { ClassifierSpec, Plan, PlannedVariant } from "./plan.ts";
import { sharesBatches, WORTH_GIVING_MS } from "../execution/score_queue.ts";
import { type ProbedVideo, samplePositions, type VideoWork, videoWork } from "./plan_cost.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Predicted time by stage, milliseconds. */
export interface PredictedStages {
  readonly sample: number;
  readonly decode: number;
  readonly detect: number;
  readonly crop: number;
  readonly classify: number;
  /** Time outside the stages. */
  readonly rest: number;
}

/** Predicted time of a run: by stage summed over all videos, and wall time with several workers. */
export interface PredictedRun {
  readonly stages: PredictedStages;
  /** Milliseconds from start to end of the evaluation. */
  readonly wallMs: number;
}

export interface Prediction {
  /** Each variant in its own run, summed. */
  readonly alone: PredictedRun;
  /** All variants in one run. */
  readonly shared: PredictedRun;
  /** Names of detections, preparations and classifiers that were never measured and are left out. */
  readonly unknown: readonly string[];
}

export const STAGE_NAMES = ["sample", "decode", "detect", "crop", "classify", "rest"] as const;

/**
 * Predicts the time of a plan over videos from measured times of its units of work. `timing` decides how the
 * variants of `shared` run.
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
      const works = passes.map((variants) => videoWork(variants, positions, metadata.rotation));
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

/** Lists the variants of each pass over a video; with isolated timing, a warm-up pass and then each alone. */
function passesOf(
  variants: readonly PlannedVariant[],
  timing: "attributed" | "isolated",
): (readonly PlannedVariant[])[] {
  if (timing === "attributed") return [variants];
  return [...variants.slice(0, 1), ...variants].map((variant) => [variant]);
}

/** Facts that the time of a video's work depends on, beside the work. */
interface TimeContext {
  readonly plan: Plan;
  readonly metadata: VideoMetadata;
  readonly times: UnitTimes;
  readonly unknown: Set<string>;
}

/** Predicts the time of work that idle workers can take over: batches of slow classifiers; milliseconds. */
function shareableTime(work: VideoWork, context: TimeContext): number {
  const { classifiers } = context.plan;
  const isSlow = ({ column, batchSize }: ClassifierSpec) =>
    batchSize * (context.times.classify[column] ?? 0) >= WORTH_GIVING_MS;
  const slow = work.classifications.filter(({ classifier }) => isSlow(classifiers[classifier]!));
  return videoTime({ ...work, classifications: slow }, context).classify;
}

/** Predicts the time of the work on one video. Adds the names of work that was never measured to `unknown`. */
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
 * Computes the work of a decoder, in frames of the stream. A frame that is read is also converted to RGB and copied,
 * which takes as long as about two more frames (measured at 0.12 megapixels).
 */
export function decodingUnits({ streamFrames, frames }: VideoWork): number {
  return streamFrames + 2 * frames;
}

export function totalOf(stages: PredictedStages): number {
  return sumOf(STAGE_NAMES, (name) => stages[name]);
}

/** A job that one worker does. */
export interface Job {
  readonly ms: number;
  /** Part of `ms` that idle workers can take over, spread evenly over the job. */
  readonly shareableMs: number;
}

/**
 * Computes the time until all jobs are done. Free workers take the jobs in order; workers without a job help with the
 * last ones. Milliseconds.
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
 * Estimates the time at a frame size: linear interpolation between measured sizes, and proportional to the number of
 * pixels outside them. Milliseconds; `null`: no size was measured.
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
