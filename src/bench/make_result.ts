import { benchCase, growthOf, memoryGrowth, pairedRatio } from "./statistics.ts";
import { benchBreakdown, benchRate, overheadWarnings } from "./rates.ts";
import { benchWarnings } from "./warnings.ts";
import type {
  BenchMachine,
  BenchOptions,
  BenchResult,
  BenchSubject,
  Measurements,
} from "./result.ts";
import { systemClock } from "../platform/host/clock.ts";
import { readCheckedOutCommit } from "../platform/host/commit.ts";
import { measureBusyShare } from "../platform/host/process_usage.ts";
import { VERSION } from "../platform/host/version.ts";
import { projectRoot } from "../platform/files/project.ts";
import { ONNX_RUNTIME_VERSION } from "../platform/onnxruntime/provider.ts";
import { againstEarlier } from "./compare.ts";

/** Duration of each measurement of the load before and after, milliseconds. */
const WATCH = 500;

export interface ResultFacts {
  readonly subject: BenchSubject;
  readonly machine: BenchMachine;
  readonly ffmpeg: string;
  readonly command: readonly string[];
  readonly options: BenchOptions;
  readonly earlier: BenchResult | null;
}

/** Measures the load and the subject, and computes the result. */
export async function finishedResult(
  measure: () => Promise<Measurements>,
  { subject, machine, ffmpeg, command, options, earlier }: ResultFacts,
): Promise<BenchResult> {
  const startedAt = new Date();
  const before = await measureBusyShare(WATCH);
  const { what, rounds, remarks, ...measured } = await measure();
  const load = { before, after: await measureBusyShare(WATCH) };
  const cases = measured.cases.map(benchCase);
  const ratios = measured.ratios.map(pairedRatio);
  const memory = measured.memory.map(memoryGrowth);
  const breakdowns = measured.breakdowns.map(benchBreakdown);
  const { repeats, seconds, warmUps, seed } = options;
  return {
    schemaVersion: 1,
    subject,
    command,
    startedAt: startedAt.toISOString(),
    seconds: (systemClock.time() - startedAt.getTime()) / 1000,
    machine,
    versions: {
      assayVersion: VERSION,
      assay: await readCheckedOutCommit(projectRoot()),
      deno: Deno.version.deno,
      onnxRuntime: ONNX_RUNTIME_VERSION,
      ffmpeg,
    },
    options: { repeats, seconds, warmUps, seed },
    load,
    what,
    rounds,
    cases,
    ratios,
    growths: measured.growths.map(growthOf),
    memory,
    rates: measured.rates.map(benchRate),
    breakdowns,
    earlier: earlier && againstEarlier(cases, earlier),
    remarks,
    warnings: [
      ...benchWarnings({ cases, ratios, memory, load }),
      ...overheadWarnings(breakdowns),
      ...(earlier && earlier.what !== what
        ? [`the earlier result measured something else: ${earlier.what}.`]
        : []),
    ],
  };
}
