import { valueAt } from "../../records/coded_column.ts";
import { counted } from "../../base/text/counted.ts";
import { defined } from "../../records/metric_value.ts";
import type { Interval } from "../../records/metric_value.ts";
import { importedReason } from "../../records/imported_scores.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { TimingComparison } from "../../records/run_comparison.ts";
import {
  computeWidenedReach,
  percentileEnds,
} from "../../base/numeric/statistics/bootstrap_interval.ts";
import { clusterMedians } from "../../base/numeric/statistics/cluster_medians.ts";
import { clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import { quantile } from "../../base/numeric/statistics/quantile.ts";
import type { VariantPair } from "./first_difference.ts";
import type { PairedVideos } from "./pair_videos.ts";

export interface TimingOptions {
  /** Reason why times of the two runs cannot be compared; `null`: they can. */
  readonly refused: string | null;
  /** Samples of groups. */
  readonly draws: number;
  /** Seed, 0 … 2³²−1; equal seeds draw equal groups. */
  readonly seed: number;
}

/** Share of the cores used by other programs above which times are not compared; ffmpeg takes 0.1 to 0.4. */
const MOST_ELSEWHERE = 0.6;
const MOST_CHANGE = 0.15;

/**
 * Maximum number of groups over all samples of a variant; beyond, fewer samples are drawn. With this many videos the sampling
 * error of the ratio is far below the variation between runs of one machine.
 */
const MOST_WORK = 2e7;
const FEWEST_DRAWS = 400;

/**
 * The reason why times of two runs cannot be compared, a clause; `null`: they can. Even then the ratio is only
 * an indication; `bench` measures times properly.
 */
export function timingRefusal(before: RunManifest, after: RunManifest): string | null {
  const imported = importedReason(before, after, "times");
  if (imported !== null) return imported;
  const [was, is] = [before.execution, after.execution];
  if (machineText(before) !== machineText(after)) {
    return `they ran on different machines (${machineText(before)}; ${machineText(after)})`;
  }
  if (was.used !== is.used) return `one ran on ${was.used}, the other on ${is.used}`;
  if (was.device !== is.device) return `one ran on ${was.device}, the other on ${is.device}`;
  if (was.threadsPerSession !== is.threadsPerSession) {
    return `one had ${
      counted(was.threadsPerSession, "thread")
    } per session, the other ${is.threadsPerSession}`;
  }
  if (was.workers !== is.workers) {
    return `one ran ${counted(was.workers, "video")} at a time, the other ${is.workers}`;
  }
  if (was.timing !== is.timing) return `one is timed ${was.timing}, the other ${is.timing}`;
  return busyRefusal(before.times.elsewhere ?? null, after.times.elsewhere ?? null);
}

/** The refusal for a busy machine, which slows all videos alike, so that no interval shows it. */
function busyRefusal(before: number | null, after: number | null): string | null {
  if (before === null || after === null) return null;
  if (Math.abs(after - before) <= MOST_CHANGE && Math.max(before, after) <= MOST_ELSEWHERE) {
    return null;
  }
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return "the machine was busy: other programs, ffmpeg included, used " +
    `${percent(before)} of its cores before and ${percent(after)} after`;
}

/** Facts that identify a machine; its kernel is not one of them. */
function machineText({ host }: RunManifest): string {
  const gibibytes = Math.round(host.memory / 2 ** 30);
  return `${host.cpu}, ${host.architecture}, ${counted(host.cores, "core")}, ${gibibytes} GiB`;
}

/**
 * Compares a variant's time per video in both runs, over the videos that neither read from the stage cache. The
 * interval is over videos: two runs do not show how much times vary from run to run.
 */
export function compareTiming(
  { before, after }: VariantPair,
  videos: PairedVideos,
  { refused, draws, seed }: TimingOptions,
): TimingComparison {
  if (refused !== null) return { refused };
  const timed = [...videos.filenames.keys()].filter((k) => {
    const b = videos.before[k]!, a = videos.after[k]!;
    const mode = valueAt(before.modes, b);
    return mode === valueAt(after.modes, a) && mode !== "cached" &&
      before.totalMs[b]! > 0 && after.totalMs[a]! > 0;
  });
  if (timed.length === 0) {
    return { refused: "no video was timed in both runs: stages came from the stage cache" };
  }
  const was = Float64Array.from(timed, (k) => before.totalMs[videos.before[k]!]!);
  const is = Float64Array.from(timed, (k) => after.totalMs[videos.after[k]!]!);
  const ratios = is.map((milliseconds, i) => milliseconds / was[i]!);
  const interval = ratioInterval(ratios, timed.map((k) => videos.groups[k]!), { draws, seed });
  return {
    videos: timed.length,
    beforeMs: medianOf(was),
    afterMs: medianOf(is),
    ratio: { ...defined(medianOf(ratios)), interval, n: timed.length },
    intervalOver: "videos",
    refused: null,
  };
}

/** 95 % percentile interval of the median over samples of whole groups. */
function ratioInterval(
  ratios: Float64Array,
  groups: readonly string[],
  options: { readonly draws: number; readonly seed: number },
): Interval {
  const clusters = clustersOf(groups);
  if (clusters.count < 2) return { low: null, high: null, reason: "there is only one group" };
  const draws = Math.min(options.draws, Math.max(FEWEST_DRAWS, MOST_WORK / clusters.count));
  const { seed } = options;
  const sorted = clusterMedians(ratios, clusters, { draws: Math.round(draws), seed }).sort();
  const [low, high] = percentileEnds(sorted, computeWidenedReach(clusters.count));
  return { low, high, reason: null };
}

function medianOf(values: Float64Array): number {
  return quantile(values.toSorted(), 0.5);
}
