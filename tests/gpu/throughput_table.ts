import type { Arithmetic } from "./rated_peaks.ts";

type Results = Readonly<Partial<Record<Arithmetic, Readonly<Record<number, number>>>>>;

const KINDS: readonly Arithmetic[] = ["fp32", "TF32", "fp16"];

/**
 * A Markdown table: batches as rows, arithmetics as columns.
 * @param results images per second by arithmetic and batch
 * @param options `flops` of one image; `peak` of the chip, TFLOP/s, `null` where it is not known
 */
export function throughputTable(
  results: Results,
  { flops, peak }: {
    readonly flops: number;
    readonly peak: (arithmetic: Arithmetic) => number | null;
  },
): string {
  const kinds = KINDS.filter((kind) => results[kind] !== undefined);
  const batches = [...new Set(kinds.flatMap((kind) => Object.keys(results[kind]!).map(Number)))]
    .sort((a, b) => a - b);
  const cell = (kind: Arithmetic, batch: number) => {
    const rate = results[kind]?.[batch];
    if (rate === undefined) return "–";
    const rated = peak(kind);
    const share = rated === null ? "" : ` (${(100 * rate * flops / (rated * 1e12)).toFixed(1)} %)`;
    return rate.toFixed(1) + share;
  };
  const rows = batches.map((batch) => [`${batch}`, ...kinds.map((kind) => cell(kind, batch))]);
  return [["batch", ...kinds], ["---", ...kinds.map(() => "---:")], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Such as `fp16, batch 64, 812.0 images/s`. */
export function fastest(results: Results): string {
  const all = KINDS.flatMap((kind) =>
    Object.entries(results[kind] ?? {}).map(([batch, rate]) => ({ kind, batch, rate }))
  );
  const { kind, batch, rate } = all.reduce((best, one) => one.rate > best.rate ? one : best);
  return `${kind}, batch ${batch}, ${rate.toFixed(1)} images/s`;
}
