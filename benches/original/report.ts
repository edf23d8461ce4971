import { basename } from "node:path";
import { quantile } from "../../src/base/numeric/statistics/quantile.ts";
import type { Run, SideBySide } from "./result.ts";
import { ORIGINAL } from "./subjects.ts";
import { largest, smallest } from "../../src/base/numeric/extremes.ts";

/** Videos whose scores are listed one by one. */
const MOST_LISTED = 12;

/** Markdown of what was measured so far, with a table for each folder of videos. */
export function originalReport({ runs, ...facts }: SideBySide): string {
  const folders = [...new Set(runs.map(({ folder }) => folder))].sort();
  const loads = runs.map(({ load }) => load);
  return [
    "# Assay beside the original",
    `    ${facts.command.join(" ")}`,
    `${facts.startedAt}; ${facts.machine}; ${facts.versions}; load before each run ${
      smallest(loads).toFixed(1)
    } to ${largest(loads).toFixed(1)}. Model ${facts.model}, float32, 32 frames.`,
    ...folders.map((folder) => section(folder, runs.filter((run) => run.folder === folder))),
  ].join("\n\n") + "\n";
}

function section(folder: string, runs: readonly Run[]): string {
  const names = [...new Set(runs.map(({ subject }) => subject))].sort(originalFirst);
  const rounds = largest(runs.map(({ round }) => round));
  const videos = Object.keys(runs[0]!.scores).length;
  return [
    `## ${basename(folder)}: ${counted(videos, "video")}, ${counted(rounds, "round")}`,
    [
      "| program | wall, a video | original / it | CPU, a video | peak resident | of the original's | with its processes | largest score difference |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
      ...names.map((name) => row(name, runs)),
    ].join("\n"),
    scoresTable(runs),
  ].join("\n\n");
}

function row(name: string, runs: readonly Run[]): string {
  const own = runs.filter(({ subject }) => subject === name);
  const videos = Object.keys(own[0]!.scores).length;
  const baseline = (round: number) =>
    runs.find((run) => run.subject === ORIGINAL && run.round === round);
  const pairs = own.flatMap((run) => {
    const original = baseline(run.round);
    return original ? [{ run, original }] : [];
  });
  const cells = [
    name,
    seconds(median(own.map(({ wallSeconds }) => wallSeconds / videos))),
    ratio(pairs.map(({ run, original }) => original.wallSeconds / run.wallSeconds)),
    seconds(median(own.map(({ cpuSeconds }) => cpuSeconds / videos))),
    gigabytes(median(own.map(({ peakBytes }) => peakBytes))),
    ratio(pairs.map(({ run, original }) => run.peakBytes / original.peakBytes)),
    gigabytes(median(own.map(({ treePeakBytes }) => treePeakBytes))),
    pairs.length === 0
      ? "–"
      : largest(pairs.map(({ run, original }) => largestDifference(run, original)))
        .toExponential(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Scores of the first videos, by the original and by one of Assay's runs. */
function scoresTable(runs: readonly Run[]): string {
  const original = runs.find(({ subject }) => subject === ORIGINAL);
  const assay = runs.find(({ subject }) => subject.startsWith("Assay"));
  if (original === undefined || assay === undefined) return "";
  const lines = Object.entries(original.scores).slice(0, MOST_LISTED).map(([video, score]) => {
    const other = assay.scores[video]!;
    return `| ${video} | ${score.toFixed(7)} | ${other.toFixed(7)} | ${
      Math.abs(score - other).toExponential(1)
    } |`;
  });
  return [
    "| video | original | Assay | difference |",
    "| --- | ---: | ---: | ---: |",
    ...lines,
  ].join("\n");
}

/** @throws when the two did not score the same videos. */
function largestDifference(one: Run, other: Run): number {
  const differences = Object.entries(other.scores).map(([video, score]) => {
    const difference = Math.abs(one.scores[video]! - score);
    if (Number.isNaN(difference)) throw new Error(`${one.subject} has no score of ${video}`);
    return difference;
  });
  return largest(differences);
}

/** The median over rounds and, with several, the range. */
function ratio(values: readonly number[]): string {
  if (values.length === 0) return "–";
  const middle = median(values).toFixed(2);
  if (values.length === 1) return middle;
  return `${middle} (${smallest(values).toFixed(2)} to ${largest(values).toFixed(2)})`;
}

function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function originalFirst(a: string, b: string): number {
  const rank = (name: string) => (name === ORIGINAL ? 0 : name.startsWith(ORIGINAL) ? 1 : 2);
  return rank(a) - rank(b) || a.localeCompare(b);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
