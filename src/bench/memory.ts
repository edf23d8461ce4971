import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Measurements, MemorySeries } from "./result.ts";
import { counted } from "../base/text/counted.ts";
import type { DatasetVideo, VideoId } from "../records/video.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import type { WorkerResources } from "../pipeline/execution/worker_resources.ts";
import { type OpenJournal, resumeJournal } from "../runs/journal.ts";
import { processUsage } from "../platform/host/process_usage.ts";
import { benchVideos, openBenchTools, passVideos } from "./pass.ts";
import type { RoundOptions } from "./rounds.ts";
import { planOf, pooledVariants, sharingBase } from "./sharing_plans.ts";
import { temporaryFolder } from "./folder.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";

/** Where the user does not say. */
const VIDEOS = 100;
const VARIANTS = [1, 50, 100, 200];
/** Videos of each number of variants. */
const VIDEOS_EACH = 12;
/** Peak memory may grow by 5 % after the first quarter, when every buffer has been needed once. */
const LIMIT = 1.05;
const WARM_UP_SHARE = 0.25;

export interface MemoryOptions {
  /** The largest is how many videos are worked on. */
  readonly videos: readonly number[] | null;
  readonly variants: readonly number[] | null;
  readonly rounds: RoundOptions;
}

/** What memory takes, in a process that works on videos one after another, journal included. */
interface MemoryBench {
  readonly videos: readonly DatasetVideo[];
  readonly resources: WorkerResources;
  readonly journal: OpenJournal;
  readonly rounds: RoundOptions;
}

/** Peak resident memory of this process over many videos and over more and more variants. */
export async function benchMemory(
  evaluation: Evaluation,
  { videos: counts, variants, rounds }: MemoryOptions,
): Promise<Measurements> {
  const videos = benchVideos(evaluation, { limited: true, count: 1 });
  const base = sharingBase(evaluation);
  const one = planOf(evaluation, [base]);
  const { resources } = await openBenchTools(one);
  const folder = temporaryFolder();
  const journal = resumeJournal(join(folder, "journal.jsonl"));
  try {
    const bench = { videos, resources, journal, rounds };
    const count = counts?.at(-1) ?? VIDEOS;
    const plans = (variants ?? VARIANTS).map((size) =>
      planOf(evaluation, pooledVariants(base).slice(0, size))
    );
    const memory = [await overVideos(one, { bench, count }), await overVariants(plans, bench)];
    const what = `peak resident memory of one worker, ${evaluation.dataset.name} again and again`;
    return {
      what,
      rounds: 1,
      cases: [],
      ratios: [],
      growths: [],
      memory,
      rates: [],
      breakdowns: [],
      remarks: [],
    };
  } finally {
    journal.close();
    await resources.release();
    rmSync(folder, { recursive: true });
  }
}

async function overVideos(
  plan: Plan,
  { bench, count }: { bench: MemoryBench; count: number },
): Promise<MemorySeries> {
  const points = [];
  for (let done = 1; done <= count; done++) {
    bench.rounds.progress(`memory: video ${done} of ${count}`);
    await workOn(done, plan, bench);
    points.push({ count: done, peakBytes: processUsage().peakBytes });
  }
  const settledAt = Math.ceil(WARM_UP_SHARE * count);
  return { name: counted(count, "video"), by: "videos", points, settledAt, limit: LIMIT };
}

/** The peak of a process only rises, so that numbers of variants go upwards. */
async function overVariants(plans: readonly Plan[], bench: MemoryBench): Promise<MemorySeries> {
  const points = [];
  for (const plan of plans) {
    for (let k = 0; k < VIDEOS_EACH; k++) {
      bench.rounds.progress(`memory: ${counted(plan.variants.length, "variant")}, video ${k + 1}`);
      await workOn(k, plan, bench);
    }
    points.push({ count: plan.variants.length, peakBytes: processUsage().peakBytes });
  }
  const [least] = points;
  const name = counted(plans.at(-1)!.variants.length, "variant");
  return { name, by: "variants", points, settledAt: least.count, limit: LIMIT };
}

/** Works on the video whose turn it is and notes its record under a name of its own. */
async function workOn(
  turn: number,
  plan: Plan,
  { videos, resources, journal, rounds }: MemoryBench,
): Promise<void> {
  const video = videos[turn % videos.length];
  const [record] = await passVideos([video], { plan, resources });
  const filename = crypto.randomUUID() as string as VideoId;
  journal.append({ ...structuredClone(record), filename });
  rounds.signal.throwIfAborted();
}
