import { rmSync } from "node:fs";
import { join } from "node:path";
import { COMPARE_RUNS_DEFAULTS, compareRuns } from "../analysis/comparison/compare_runs.ts";
import type { MeasuredCase, MeasuredGrowth, Measurements } from "./result.ts";
import type { RunSummary } from "../records/summary.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import { readJournal, resumeJournal } from "../runs/journal.ts";
import { readManifest } from "../runs/manifest.ts";
import { readColumns } from "../runs/run_columns.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { writeTables } from "../runs/tables.ts";
import { processUsage } from "../platform/host/process_usage.ts";
import { temporaryFolder } from "./folder.ts";
import { type SyntheticRunSize, writeSyntheticRun } from "./synthetic_run.ts";
import { type BenchWork, measureRounds, type RoundOptions } from "./rounds.ts";
import { summarise } from "../analysis/summary/summarise.ts";
import { writeSummary } from "../reports/write_reports.ts";

/** Default sizes: small, so that it takes a minute. */
const VIDEOS = [250, 500, 1000];
const VARIANTS = [5, 10, 20];

/** Work on the results of a finished run. */
type Piece = "journal resume" | "tables" | "metrics" | "reports" | "comparison";

const PIECES = ["journal resume", "tables", "metrics", "reports", "comparison"] as const;

/**
 * Measures the cost of results on synthetic runs: numbers of videos grow at the least number of variants, numbers
 * of variants at the least number of videos.
 */
export async function benchScale(
  { videos, variants }: {
    videos: readonly number[] | null;
    variants: readonly number[] | null;
  },
  rounds: RoundOptions,
): Promise<Measurements> {
  const sizes = sizesOf(videos ?? VIDEOS, variants ?? VARIANTS);
  const folder = temporaryFolder();
  try {
    const works = sizes.flatMap((size) => {
      rounds.progress(`writing synthetic run ${sizeText(size)}`);
      return sizeWorks(size, folder);
    });
    const cases = await measureRounds(works, rounds);
    const peak = Math.round(processUsage().peakBytes / 1e6);
    return {
      what: "results of synthetic runs of videos × variants, four faces per video",
      rounds: cases[0]!.samplesMs.length,
      cases,
      ratios: [],
      growths: growthsOf(sizes, cases),
      memory: [],
      rates: [],
      breakdowns: [],
      remarks: [`peak resident memory ${peak} MB`],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizesOf(videos: readonly number[], variants: readonly number[]): SyntheticRunSize[] {
  return [
    ...videos.map((count) => ({ videos: count, variants: variants[0]! })),
    ...variants.slice(1).map((count) => ({ videos: videos[0]!, variants: count })),
  ];
}

function sizeText({ videos, variants }: SyntheticRunSize): string {
  return `${videos} × ${variants}`;
}

/** Writes two synthetic runs of a size, and returns the work on them to measure. */
function sizeWorks(size: SyntheticRunSize, parent: string): BenchWork[] {
  const folder = join(parent, `${size.videos}-${size.variants}`);
  const other = `${folder}-other`;
  writeSyntheticRun(folder, size, { seed: 1 });
  writeSyntheticRun(other, size, { seed: 2 });
  const summary = summaryOf(folder);
  const pieces: Readonly<Record<Piece, () => void | Promise<void>>> = {
    "journal resume": () => resumeJournal(join(folder, RUN_FILES.journal)).close(),
    "tables": () => withRun(folder, (run) => writeTables(folder, run)),
    "metrics": () => void summaryOf(folder),
    "reports": () => writeAgain(folder, summary),
    "comparison": () =>
      void compareRuns(readComparableRun(folder), readComparableRun(other), COMPARE_RUNS_DEFAULTS),
  };
  return PIECES.map((piece) => ({
    name: caseName(piece, size),
    per: "run",
    units: 1,
    remainder: "rest",
    async run() {
      await pieces[piece]();
      return {};
    },
  }));
}

function summaryOf(folder: string): RunSummary {
  return withRun(folder, ({ manifest, journal }) => summarise(manifest, journal));
}

function withRun<T>(
  folder: string,
  work: (
    run: { manifest: ReturnType<typeof readManifest>; journal: ReturnType<typeof readJournal> },
  ) => T,
): T {
  const journal = readJournal(join(folder, RUN_FILES.journal));
  try {
    return work({ manifest: readManifest(folder), journal });
  } finally {
    journal.close();
  }
}

async function writeAgain(folder: string, summary: RunSummary): Promise<void> {
  const journal = readJournal(join(folder, RUN_FILES.journal));
  try {
    const columns = readColumns(summary.manifest, journal);
    await writeSummary(folder, { summary, journal, columns });
  } finally {
    journal.close();
  }
}

function caseName(piece: Piece, size: SyntheticRunSize): string {
  return `${piece}, ${sizeText(size)}`;
}

/** Growth of each piece with videos and with variants, where there is more than one size. */
function growthsOf(
  sizes: readonly SyntheticRunSize[],
  cases: readonly MeasuredCase[],
): MeasuredGrowth[] {
  const least = sizes[0]!;
  const byName = new Map(cases.map((one) => [one.name, one]));
  return PIECES.flatMap((piece) =>
    (["videos", "variants"] as const).map((by): MeasuredGrowth => {
      const fixed = by === "videos" ? "variants" : "videos";
      const points = sizes.filter((size) => size[fixed] === least[fixed]).map((size) => {
        const { samplesMs, cpuMs } = byName.get(caseName(piece, size))!;
        return { size: size[by], samplesMs, cpuMs };
      });
      return { name: piece, by, points };
    })
  ).filter(({ points }) => points.length > 1);
}
