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

/** Defaults. */
const VIDEOS = 100;
const VARIANTS = [1, 50, 100, 200];
/** Number of videos for each number of variants. */
const VIDEOS_EACH = 12;
/** Peak memory may grow by 5 % after the first quarter, when every buffer has been used once. */
const LIMIT = 1.05;
const WARM_UP_SHARE = 0.25;

export interface MemoryOptions {
  /** The largest is the number of videos processed. */
  readonly videos: readonly number[] | null;
  readonly variants: readonly number[] | null;
  readonly rounds: RoundOptions;
}

/** Resources of the memory benchmark, which processes videos one after another, journal included. */
interface MemoryBench {
  readonly videos: readonly DatasetVideo[];
  readonly resources: WorkerResources;
  readonly journal: OpenJournal;
  readonly rounds: RoundOptions;
}

/** Measures peak resident memory of this process over many videos and increasing numbers of variants. */
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
    const what = `peak resident memory of one worker, ${evaluation.dataset.name} repeatedly`;
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

/** Measures increasing numbers of variants, since the peak of a process never falls. */
async function overVariants(plans: readonly Plan[], bench: MemoryBench): Promise<MemorySeries> {
  const points = [];
  for (const plan of plans) {
    for (let k = 0; k < VIDEOS_EACH; k++) {
      bench.rounds.progress(`memory: ${counted(plan.variants.length, "variant")}, video ${k + 1}`);
      await workOn(k, plan, bench);
    }
    points.push({ count: plan.variants.length, peakBytes: processUsage().peakBytes });
  }
  const least = points[0]!;
  const name = counted(plans.at(-1)!.variants.length, "variant");
  return { name, by: "variants", points, settledAt: least.count, limit: LIMIT };
}

/** Processes the next video and writes its record under a unique name. */
async function workOn(
  turn: number,
  plan: Plan,
  { videos, resources, journal, rounds }: MemoryBench,
): Promise<void> {
  const video = videos[turn % videos.length]!;
  const record = (await passVideos([video], { plan, resources }))[0]!;
  const filename = crypto.randomUUID() as string as VideoId;
  journal.append({ ...structuredClone(record), filename });
  rounds.signal.throwIfAborted();
}
