import type { RunSummary } from "../../records/summary.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";
import { shortName } from "./short_name.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Log losses above this multiple of the median are left to the table; they would squeeze the rest. */
const FAR = 2.5;

interface Point {
  readonly name: string;
  readonly seconds: number;
  readonly loss: number;
  readonly kind: "baseline" | "front" | "other";
}

/**
 * Time per video against log loss; a line joins the Pareto-optimal variants, each entry at its own numbers: over seeds,
 * at their means.
 */
export function frontChart(summary: RunSummary, look: ChartLook): ChartSpec | null {
  const points = pointsOf(summary);
  if (points.length < 2) return null;
  const x = {
    field: "seconds",
    type: "quantitative",
    scale: { zero: false, padding: 24 },
    axis: { title: "median time per video, seconds", grid: true, tickCount: 6 },
  };
  const y = {
    field: "loss",
    type: "quantitative",
    scale: { zero: false, padding: 18 },
    axis: { title: "log loss", tickCount: 5 },
  };
  const front = points.filter(({ name }) => entryNames(summary).has(name))
    .toSorted((a, b) => a.seconds - b.seconds);
  const named = labelledPoints(points).map((point) => ({
    ...point,
    name: shortName(point.name, 0),
  }));
  return {
    width: 620,
    height: 260,
    data: { values: [] },
    layer: [
      {
        data: { values: front },
        mark: { type: "line", color: look.better, strokeWidth: 2, interpolate: "step-after" },
        encoding: { x, y },
      },
      {
        data: { values: points },
        mark: { type: "point", size: 80, strokeWidth: 2, opacity: 1 },
        encoding: {
          x,
          y,
          shape: {
            condition: { test: "datum.kind === 'baseline'", value: "diamond" },
            value: "circle",
          },
          stroke: byKind(look, look.soft),
          fill: byKind(look, look.back),
          description: { field: "name" },
        },
      },
      {
        data: { values: named },
        mark: { type: "text", align: "left", dx: 9, dy: -9 },
        encoding: { x, y, text: { field: "name" }, color: { value: look.ink } },
      },
    ],
  } as ChartSpec;
}

/** Names that the entries of the Pareto front are listed under. */
function entryNames({ pareto }: RunSummary): ReadonlySet<string> {
  return new Set(pareto.entries.map(({ name }) => name));
}

/** The baseline and the Pareto-optimal variants whose names do not overlap. */
function labelledPoints(points: readonly Point[]): readonly Point[] {
  const span = (values: number[]) => largest(values) - smallest(values) || 1;
  const [wide, high] = [
    span(points.map(({ seconds }) => seconds)),
    span(points.map(({ loss }) => loss)),
  ];
  const chosen: Point[] = [];
  const candidates = ["baseline", "front"].flatMap((kind) =>
    points.filter((point) => point.kind === kind)
  );
  for (const point of candidates) {
    const collides = chosen.some((other) =>
      Math.abs(other.seconds - point.seconds) < 0.25 * wide &&
      Math.abs(other.loss - point.loss) < 0.08 * high
    );
    if (!collides) chosen.push(point);
  }
  return chosen;
}

function byKind(look: ChartLook, other: string): unknown {
  return {
    condition: [
      { test: "datum.kind === 'baseline'", value: look.ink },
      { test: "datum.kind === 'front'", value: look.better },
    ],
    value: other,
  };
}

function pointsOf({ variants, pareto, manifest }: RunSummary): readonly Point[] {
  const entries = new Map(pareto.entries.map((entry) => [entry.name, entry]));
  const points = variants.flatMap(({ name, timing, metrics }): Point[] => {
    const entry = entries.get(name);
    const loss = entry?.logLoss ?? metrics.logLoss.value;
    const medianMs = entry?.medianMs ?? timing.medianMs;
    if (medianMs === null || loss === null) return [];
    const kind = name === manifest.compareWith ? "baseline" : entry ? "front" : "other";
    return [{ name, seconds: medianMs / 1000, loss, kind }];
  });
  const losses = points.map(({ loss }) => loss).sort((a, b) => a - b);
  const far = FAR * (losses[losses.length >> 1] ?? 0) + 0.25;
  // The baseline is drawn last, on top of points at the same place.
  return points.filter(({ loss, kind }) => loss <= far || kind === "baseline")
    .sort((a, b) => Number(a.kind === "baseline") - Number(b.kind === "baseline"));
}
