import { rmSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredCase, MeasuredRatio, Measurements } from "./result.ts";
import { counted } from "../base/text/counted.ts";
import type { DatasetVideo } from "../records/video.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { type ProbedVideo, samplePositions } from "../pipeline/plan/plan_cost.ts";
import { predictRun } from "../pipeline/plan/predicted_time.ts";
import { resumeJournal } from "../runs/journal.ts";
import { readStageTimes, type UnitTimes } from "../pipeline/plan/stage_times.ts";
import type { WorkerResources } from "../pipeline/execution/worker_resources.ts";
import { systemClock } from "../platform/host/clock.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { benchVideos, openBenchTools, passVideos } from "./pass.ts";
import { type BenchWork, cpuSides, measureRounds, type RoundOptions, wallSides } from "./rounds.ts";
import {
  classifierPlans,
  jitteredVariants,
  planOf,
  pooledVariants,
  sharingBase,
  unionPlan,
} from "./sharing_plans.ts";
import { temporaryFolder } from "./folder.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";

const VIDEOS = 3;

/** Limit of the cost of many variants, as a multiple of one run over the same frames. */
const FRAMES_LIMIT = 1.15;
const POOLING_LIMIT = 1.05;
const CLASSIFIER_LIMIT = 1.05;

/** Compares many variants in one pass with one variant, records and journal included. */
export async function benchSharing(
  evaluation: Evaluation,
  { limited, rounds }: { limited: boolean; rounds: RoundOptions },
): Promise<Measurements> {
  const videos = benchVideos(evaluation, { limited, count: VIDEOS });
  const probed = await Promise.all(
    videos.map(async (video) => ({ video, metadata: await probeVideo(video.source) })),
  );
  const plans = sharingPlans(evaluation, probed);
  const { resources } = await openBenchTools(plans.all);
  const folder = temporaryFolder();
  try {
    const run = sharedRun(videos, { resources, folder });
    const cases = await measureRounds(sharingWorks(plans, { run, videos }), rounds);
    const many = cases[0]!, union = cases[1]!, pooled = cases[2]!;
    const one = cases[3]!, together = cases[4]!;
    const prediction = predictor(evaluation, probed);
    const times = (a: Plan, b: Plan | ((video: DatasetVideo) => Plan)) =>
      prediction && prediction(a) / prediction(b);
    return {
      what: `many variants in one pass, over ${counted(videos.length, "video")} of ` +
        `${evaluation.dataset.name}, journal included, time per video`,
      rounds: many.samplesMs.length,
      cases,
      ratios: [
        ratio("45 of frames, seeds, thresholds / one over the same frames", {
          above: many,
          below: union,
          predicted: times(plans.many, plans.union),
          limit: FRAMES_LIMIT,
        }),
        ratio("200 poolings / one", {
          above: pooled,
          below: one,
          predicted: times(plans.pooled, plans.one),
          limit: POOLING_LIMIT,
        }),
        ownClassification({ together, one, others: plans.others.length }),
      ],
      growths: [],
      memory: [],
      rates: [],
      breakdowns: [],
      remarks: prediction
        ? []
        : ["no prediction: no evaluation on this machine has measured times yet"],
    };
  } finally {
    await resources.release();
    rmSync(folder, { recursive: true });
  }
}

/** The plans to compare. */
interface SharingPlans {
  /** Has all detections, preparations and classifiers of the others, under the same indices. */
  readonly all: Plan;
  readonly many: Plan;
  readonly union: (video: DatasetVideo) => Plan;
  readonly pooled: Plan;
  readonly one: Plan;
  readonly together: Plan;
  /** Columns of the classifiers that `together` has beside that of `one`. */
  readonly others: readonly string[];
}

function sharingPlans(evaluation: Evaluation, probed: readonly ProbedVideo[]): SharingPlans {
  const base = sharingBase(evaluation);
  const many = planOf(evaluation, jitteredVariants(base));
  const { together, others } = classifierPlans(evaluation, base);
  const unions = new Map(probed.map(({ video, metadata }) => {
    const frames = new Set(samplePositions(many, metadata).flat()).size;
    return [video.id, unionPlan(evaluation, { base, frames })];
  }));
  return {
    all: together,
    many,
    union: ({ id }) => unions.get(id)!,
    pooled: planOf(evaluation, pooledVariants(base)),
    one: planOf(evaluation, [base]),
    together,
    others,
  };
}

type SharedRun = (
  plan: Plan | ((video: DatasetVideo) => Plan),
) => Promise<Readonly<Record<string, number>>>;

/** Runs a plan as an evaluation does: records are copied out of the worker and written to a journal. */
function sharedRun(
  videos: readonly DatasetVideo[],
  { resources, folder }: { resources: WorkerResources; folder: string },
): SharedRun {
  let runs = 0;
  return async (plan) => {
    const records = await passVideos(videos, { plan, resources });
    const journal = resumeJournal(join(folder, `${runs++}.jsonl`));
    const start = systemClock.now();
    for (const record of records) journal.append(structuredClone(record));
    const recordMs = systemClock.now() - start;
    journal.close();
    // The last ratio needs each distinct classification once, over all variants.
    const classifyMs = distinctClassification(records);
    return { classify: classifyMs, record: recordMs };
  };
}

/** Milliseconds of all distinct classifications. */
function distinctClassification(records: Awaited<ReturnType<typeof passVideos>>): number {
  return records.flatMap(({ stages }) => stages)
    .filter(({ stage }) => stage === "classify")
    .reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function sharingWorks(
  { many, union, pooled, one, together, others }: SharingPlans,
  { run, videos }: { run: SharedRun; videos: readonly DatasetVideo[] },
): BenchWork[] {
  const work = (name: string, plan: Parameters<SharedRun>[0]): BenchWork => ({
    name,
    per: "video",
    units: videos.length,
    remainder: "rest",
    run: () => run(plan),
  });
  return [
    work("45 of frames, seeds, thresholds", many),
    work("one over the same frames", union),
    work("200 poolings", pooled),
    work("one", one),
    work(`one and ${others.join(", ")}`, together),
  ];
}

function ratio(
  name: string,
  { above, below, predicted, limit }: {
    above: MeasuredCase;
    below: MeasuredCase;
    predicted: number | null;
    limit: number;
  },
): MeasuredRatio {
  const [wall, cpu] = [wallSides(above, below), cpuSides(above, below)];
  return { name, wall, cpu, predicted, limit };
}

/** Ratio that shows whether variants with another precision or batch size add only their own classification. */
function ownClassification(
  { together, one, others }: { together: MeasuredCase; one: MeasuredCase; others: number },
): MeasuredRatio {
  const denominator = one.samplesMs.map((ms, round) =>
    ms - one.parts.classify![round]! + together.parts.classify![round]!
  );
  return {
    name: `${others} other classifiers / one and their own classification`,
    wall: { numerator: together.samplesMs, denominator },
    cpu: null,
    predicted: null,
    limit: CLASSIFIER_LIMIT,
  };
}

/** Predicts a plan's milliseconds over the videos; `null`: no times were measured on this machine. */
function predictor(
  { plan: { provider, threads }, provider: { device } }: Evaluation,
  probed: readonly ProbedVideo[],
): ((plan: Plan | ((video: DatasetVideo) => Plan)) => number) | null {
  const { cpu, cores } = readHostFacts();
  const machine = { cpu, cores, provider, device, threadsPerSession: threads, workers: 1 };
  const known = readStageTimes(machine);
  if (!known) return null;
  const times: UnitTimes = { ...known, aroundMs: null };
  return (plan) =>
    probed.reduce((sum, one) => {
      const its = typeof plan === "function" ? plan(one.video) : plan;
      return sum +
        predictRun(its, [one], { times, timing: "attributed", workers: 1 }).shared.wallMs;
    }, 0);
}
