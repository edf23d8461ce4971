import { ratedPeak } from "../../tests/gpu/rated_peaks.ts";
import { throughputTable } from "../../tests/gpu/throughput_table.ts";
import type { GpuPart, Measured, Original, Pipeline } from "./result.ts";

/** Markdown of all parts that were measured, in tables that BENCHMARKS.md can take over. */
export function gpuReport(parts: readonly GpuPart[]): string {
  const sections = [
    machine(parts),
    beside(parts),
    pipeline(parts),
    throughput(parts),
    decoding(parts),
    ...ofKind(parts, "stages").map(({ measured: { file } }) =>
      `The parts of a frame's work one by one: [${file}](${file}).`
    ),
    unfinished(parts),
  ];
  return sections.filter((section) => section !== "").join("\n\n") + "\n";
}

function machine(parts: readonly GpuPart[]): string {
  const machines = new Set(
    parts.map(({ device, cpu, cores, ffmpeg }) =>
      `${device}; ${cores} cores of ${cpu}; ffmpeg ${ffmpeg}`
    ),
  );
  return `# Assay on a GPU\n\n${[...machines].join("\n\n")}`;
}

/** The original and the fastest Assay of the same precision. */
function beside(parts: readonly GpuPart[]): string {
  const originals = ofKind(parts, "original").map(({ measured }) => measured);
  if (originals.length === 0) return "";
  const rows = originals.flatMap((original) => {
    const rivals = ofKind(parts, "pipeline").map(({ measured }) => measured)
      .filter(({ precision }) => precision === original.precision)
      .sort((a, b) => b.videosPerSecond - a.videosPerSecond).slice(0, 1);
    return [
      row([...programCells("original Python", original), "–", "–"]),
      ...rivals.map((rival) =>
        row([
          ...programCells("Assay", rival),
          (rival.videosPerSecond / original.videosPerSecond).toFixed(2),
          Math.abs(rival.score - original.score).toExponential(1),
        ])
      ),
    ];
  });
  const columns = ["program", "precision", "at a time", "videos/s", "times", "score differs by"];
  return [
    `## Beside the original Python: ${originals[0]!.model}\n`,
    table(columns, columns.keys().drop(2)),
    ...rows,
    `\n${originals[0]!.versions}`,
  ].join("\n");
}

function programCells(
  name: string,
  { precision, workers, videosPerSecond }: Pipeline | Original,
): readonly string[] {
  return [name, precision, `${workers}`, videosPerSecond.toFixed(2)];
}

function throughput(parts: readonly GpuPart[]): string {
  const found = ofKind(parts, "throughput");
  if (found.length === 0) return "";
  const { device, measured: { model, flops } } = found[0]!;
  const rates = Object.fromEntries(
    found.map(({ measured }) => [measured.arithmetic, measured.rates]),
  );
  const table = throughputTable(rates, { flops, peak: (kind) => ratedPeak(device, kind) });
  return `## ${model} alone\n\nImages per second by batch (share of the chip's rated peak), ${
    (flops / 1e9).toFixed(1)
  } GFLOP an image, input copied to the GPU each time.\n\n${table}`;
}

function decoding(parts: readonly GpuPart[]): string {
  return ofKind(parts, "decoding").map(({ measured: { rates, notes } }) =>
    [
      "## Decoding alone\n\nVideos per second, 32 frames of each.\n",
      table(["decoder", "processes", "videos/s"], [1, 2]),
      ...rates.map(({ decoder, processes, videosPerSecond }) =>
        row([decoder, processes, videosPerSecond.toFixed(2)])
      ),
      ...notes.map(({ kind, decoder, reason }) => `\n${kind}: ${reason ?? decoder}`),
    ].join("\n")
  ).join("\n\n");
}

function pipeline(parts: readonly GpuPart[]): string {
  const found = ofKind(parts, "pipeline").map(({ measured }) => measured)
    .sort((a, b) => a.precision.localeCompare(b.precision) || a.workers - b.workers);
  if (found.length === 0) return "";
  const stages = Object.keys(found[0]!.stageSeconds);
  const names = ["precision", "decoder", "workers"];
  const columns = [...names, "videos/s", "cores busy", "GPU busy", "GPU MiB", "warm"];
  const perStage = [...names, ...stages, "rest", "video"];
  const decoders = new Set(
    found.flatMap(({ notes }) =>
      notes.map(({ kind, decoder, reason }) => `${kind}: ${decoder}${reason ? ` (${reason})` : ""}`)
    ),
  );
  return [
    `## The whole pipeline: reference, ${found[0]!.model}, 32 frames of 300 at 1080p\n`,
    table(columns, columns.keys().drop(2)),
    ...found.map(pipelineRow),
    "\nwarm: seconds until every worker had its first video behind it; not in videos/s.",
    "\nSeconds of a worker for each stage of a video:\n",
    table(perStage, perStage.keys().drop(2)),
    ...found.map((one) => stageRow(one, stages)),
    ...[...decoders].map((line) => `\n${line}`),
  ].join("\n");
}

function pipelineRow(one: Pipeline): string {
  const { videosPerSecond, busyCores, gpu, warmSeconds } = one;
  return row([
    ...[...settingsOf(one), videosPerSecond.toFixed(2), `${(100 * busyCores).toFixed(0)} %`],
    ...(gpu ? [`${gpu.utilisation.toFixed(0)} %`, gpu.memoryMiB.toFixed(0)] : ["–", "–"]),
    warmSeconds.toFixed(1),
  ]);
}

/** Sums to the time of the video. */
function stageRow(one: Pipeline, stages: readonly string[]): string {
  const times = stages.map((stage) => one.stageSeconds[stage]!);
  const rest = one.videoSeconds - times.reduce((a, b) => a + b, 0);
  return row([...settingsOf(one), ...[...times, rest, one.videoSeconds].map((s) => s.toFixed(3))]);
}

function settingsOf({ precision, workers, notes }: Pipeline): readonly (string | number)[] {
  return [precision, notes.some(({ decoder }) => decoder === "cuda") ? "GPU" : "cores", workers];
}

function unfinished(parts: readonly GpuPart[]): string {
  const names = parts.filter(({ complete }) => !complete).map(({ part }) => part);
  return names.length === 0 ? "" : `Not measured to the end: ${names.join(", ")}.`;
}

function ofKind<Kind extends Measured["kind"]>(
  parts: readonly GpuPart[],
  kind: Kind,
): readonly (GpuPart & { readonly measured: Extract<Measured, { kind: Kind }> })[] {
  type Found = GpuPart & { readonly measured: Extract<Measured, { kind: Kind }> };
  return parts.filter((part): part is Found => part.measured.kind === kind);
}

/** A table's head. */
function table(columns: readonly string[], numbers: Iterable<number>): string {
  const right = new Set(numbers);
  return `${row(columns)}\n${row(columns.map((_, i) => right.has(i) ? "---:" : "---"))}`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
