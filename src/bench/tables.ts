import type {
  BenchBreakdown,
  BenchCase,
  BenchEarlier,
  BenchRate,
  BenchRatio,
  BenchResult,
  Spread,
} from "./result.ts";
import { counted } from "../base/text/counted.ts";
import { durationText, NO_VALUE } from "../reports/sections/format.ts";

/** A table of a benchmark's result, the same for a terminal and for Markdown. */
export interface BenchTable {
  readonly title: string;
  readonly head: readonly string[];
  /** Cells; the first is the name. */
  readonly rows: readonly (readonly string[])[];
}

const READINGS: Readonly<Record<BenchRatio["reading"], string>> = {
  "more": "slower",
  "less": "faster",
  "no difference": "no difference",
  "unknown": "too few rounds",
  "not judged": "not judged",
};

/** The tables of a result, without empty ones. */
export function benchTables(result: BenchResult): BenchTable[] {
  const { cases, ratios, growths, memory, rates, breakdowns, earlier } = result;
  return [
    ...(cases.length > 0 ? [caseTable(cases)] : []),
    ...(ratios.length > 0 ? [ratioTable("paired within rounds", ratios)] : []),
    ...(growths.length > 0 ? [growthTable(growths)] : []),
    ...(memory.length > 0 ? [memoryTable(memory)] : []),
    ...(rates.length > 0 ? [rateTable(rates)] : []),
    ...breakdowns.map(breakdownTable),
    ...(earlier ? [ratioTable(againstTitle(earlier), earlier.ratios)] : []),
  ];
}

/** Within a session rounds are interleaved, between two sessions they cannot be. */
function againstTitle({ startedAt }: BenchEarlier): string {
  return `against ${startedAt} (CI over rounds; variation between sessions is not measured)`;
}

/** Facts about machine and measurement, a phrase each. */
export function benchFacts(
  { machine, rounds, options, load, seconds, versions, remarks, cases }: BenchResult,
): string[] {
  const where = machine.provider === "cpu" ? machine.cpu : `${machine.device} (${machine.cpu})`;
  return [
    `${where}, ${counted(machine.cores, "core")}, ` +
    `${counted(machine.threadsPerSession, "thread")} per session`,
    (cases.length > 0
      ? `${counted(rounds, "round")} in random order (seed ${options.seed}), ` +
        `${counted(options.warmUps, "warm-up run")}, `
      : "") + `${durationText(1000 * seconds)} in total`,
    `CPU load of other programs: ${percent(load.before)} before, ${percent(load.after)} after`,
    `Deno ${versions.deno}, ONNX Runtime ${versions.onnxRuntime}, ffmpeg ${versions.ffmpeg}` +
    (versions.assayVersion ? `, Assay ${versions.assayVersion}` : "") +
    (versions.assay ? `, commit ${versions.assay.slice(0, 12)}` : ""),
    ...remarks,
  ];
}

function caseTable(cases: readonly BenchCase[]): BenchTable {
  const parts = [...new Set(cases.flatMap(({ partMedians }) => Object.keys(partMedians)))];
  return {
    title: `median time per ${[...new Set(cases.map(({ per }) => per))].join(" or ")}`,
    head: ["", "median", "95 % CI", "CPU", ...parts, "noise", "outliers"],
    rows: cases.map((one) => [
      one.name,
      timeText(one.median.value),
      timesText(one.median),
      timeText(one.medianCpuMs),
      ...parts.map((part) => part in one.partMedians ? timeText(one.partMedians[part]!) : ""),
      `±${percent(one.noise)}`,
      String(one.outliers),
    ]),
  };
}

function ratioTable(title: string, ratios: readonly BenchRatio[]): BenchTable {
  const has = (key: "predicted" | "limit" | "cpuRatio") => ratios.some((one) => one[key] !== null);
  const columns: readonly (readonly [string, (one: BenchRatio) => string])[] = [
    ["ratio", ({ ratio }) => ratio.value.toFixed(2)],
    [
      "95 % CI",
      ({ ratio: { low, high } }) =>
        low === null || high === null ? NO_VALUE : `${low.toFixed(2)} to ${high.toFixed(2)}`,
    ],
    ...(has("cpuRatio")
      ? [["CPU", ({ cpuRatio }: BenchRatio) => twoDigits(cpuRatio)] as const]
      : []),
    ...(has("predicted")
      ? [["predicted", ({ predicted }: BenchRatio) => twoDigits(predicted)] as const]
      : []),
    ...(has("limit") ? [["limit", ({ limit }: BenchRatio) => twoDigits(limit)] as const] : []),
    ["", (one) => readingText(one)],
  ];
  return {
    title,
    head: ["", ...columns.map(([head]) => head)],
    rows: ratios.map((one) => [one.name, ...columns.map(([, cell]) => cell(one))]),
  };
}

/** Interpretation of a ratio: whether it meets its limit, or without a limit, which one is faster. */
function readingText({ reading, limit, ratio }: BenchRatio): string {
  if (limit === null) return READINGS[reading];
  return ratio.value <= limit ? "within limit" : "ABOVE LIMIT";
}

function growthTable(growths: BenchResult["growths"]): BenchTable {
  return {
    title: "growth: time ~ size^exponent",
    head: ["", "by", "sizes", "exponent", "CPU exponent"],
    rows: growths.map(({ name, by, points, exponent, cpuExponent }) => [
      name,
      by,
      points.map(({ size }) => size).join(", "),
      twoDigits(exponent),
      twoDigits(cpuExponent),
    ]),
  };
}

function memoryTable(memory: BenchResult["memory"]): BenchTable {
  const row = (series: BenchResult["memory"][number]) => {
    const shown = quarters(series.points);
    const sizes = shown.map(({ count, peakBytes }) => `${count}: ${megabytes(peakBytes)}`);
    return [series.name, series.growth.toFixed(3), series.limit.toFixed(2), sizes.join(", ")];
  };
  return {
    title: "peak resident memory",
    head: ["", "growth", "limit", "count: peak"],
    rows: memory.map(row),
  };
}

function rateTable(rates: readonly BenchRate[]): BenchTable {
  const shareOf = ({ limit }: BenchRate) => limit ? percent(limit.share.value) : NO_VALUE;
  return {
    title: "work per second, and share of the limit",
    head: ["", "per", "time", "work", "per second", "95 % CI", "share", "limit"],
    rows: rates.map((rate) => [
      rate.name,
      rate.per,
      timeText(rate.medianMs),
      `${threeDigits(rate.work)} ${rate.unit}`,
      threeDigits(rate.perSecond.value),
      rangeText(rate.perSecond, threeDigits),
      shareOf(rate),
      rate.limit?.name ?? "",
    ]),
  };
}

function breakdownTable(breakdown: BenchBreakdown): BenchTable {
  const { name, per, parts, spenders, wallMs, mostOverhead } = breakdown;
  const most = (spender: string) => spender === "overhead" ? percent(mostOverhead) : "";
  return {
    title: `where the time of ${name} goes: means per ${per}`,
    head: ["", "spent by", "mean", "share", "limit"],
    rows: [
      ...parts.map((part) => [
        part.name,
        part.spender,
        timeText(part.meanMs),
        percent(part.share),
        "",
      ]),
      ...spenders.map(({ spender, meanMs, share }) => [
        `all ${spender}`,
        "",
        timeText(meanMs),
        percent(share),
        most(spender),
      ]),
      ["wall time", "", timeText(wallMs), percent(1), ""],
    ],
  };
}

/** Selects at most five of the points, first and last among them. */
function quarters<T>(points: readonly T[]): T[] {
  const places = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (points.length - 1)));
  return [...new Set(places)].map((place) => points[place]!);
}

function timesText(spread: Spread): string {
  return rangeText(spread, timeText);
}

function rangeText({ low, high }: Spread, text: (value: number) => string): string {
  return low === null || high === null ? NO_VALUE : `${text(low)} to ${text(high)}`;
}

/** At least three significant digits, without an exponent. */
function threeDigits(value: number): string {
  return Number(value.toPrecision(Math.max(3, Math.ceil(Math.log10(value))))).toString();
}

/** A duration; short ones with more digits than in reports. */
function timeText(milliseconds: number): string {
  if (Math.abs(milliseconds) >= 9.95) return durationText(milliseconds);
  return `${milliseconds.toFixed(Math.abs(milliseconds) < 0.995 ? 3 : 2)} ms`;
}

function twoDigits(value: number | null): string {
  return value === null ? NO_VALUE : value.toFixed(2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
