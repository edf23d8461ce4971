import type { Finding } from "../../records/comparison.ts";
import type { VariantSummary } from "../../records/summary.ts";
import type { Estimate } from "../../records/metric_value.ts";
import { numberText, signedText, withMinusSigns } from "../sections/format.ts";
import { COIN_LOSS, logLossFinding } from "../sections/verdict_lines.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";
import { nameAxis, shortName } from "./short_name.ts";

/** One estimate on its scale; a value beyond the scale is an arrow at its end. */
interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly kind: "baseline" | "shown" | "open";
  readonly colour: string;
  readonly beyond: boolean;
  readonly text: string;
}

/**
 * Log loss of each variant with its interval, and beside it the paired difference from the baseline. Filled:
 * significant; hollow: not significant.
 */
export function lossChart(
  variants: readonly VariantSummary[],
  look: ChartLook,
): ChartSpec {
  const losses = panelRows(variants, { look, of: ({ metrics }) => metrics.logLoss });
  const differences = panelRows(variants, {
    look,
    of: ({ differences }) => differences?.logLoss ?? null,
  });
  const names = variants.map(({ name }, place) => shortName(name, place));
  const baseline = variants.find(({ comparison }) => comparison === null)?.metrics.logLoss.value;
  return {
    data: { values: [] },
    hconcat: [
      panel(losses, {
        look,
        names,
        width: 350,
        title: "log loss, lower is better",
        guides: [COIN_LOSS, ...(baseline == null ? [] : [baseline])],
        labels: true,
      }),
      panel(differences, {
        look,
        names,
        width: 290,
        title: "difference from the baseline",
        guides: [0],
        labels: false,
      }),
    ],
    spacing: 78,
  } as ChartSpec;
}

function panelRows(
  variants: readonly VariantSummary[],
  { look, of }: { look: ChartLook; of(variant: VariantSummary): Estimate | null },
): readonly Row[] {
  const far = farthest(variants.flatMap((variant) => of(variant) ?? []));
  return variants.map((variant, place) => {
    const estimate = of(variant);
    const { low = null, high = null } = estimate?.interval ?? {};
    const value = estimate?.value ?? null;
    const clamp = (end: number | null) => end === null ? null : Math.max(-far, Math.min(far, end));
    return {
      name: shortName(variant.name, place),
      value: clamp(value),
      low: clamp(low),
      high: clamp(high),
      beyond: value !== null && Math.abs(value) > far,
      ...appearance(variant, look),
      text: textOf(variant, estimate),
    };
  });
}

/** The largest size on the scale; larger ones would squeeze the rest. */
function farthest(estimates: readonly Estimate[]): number {
  const sizes = estimates.flatMap(({ value }) => value === null ? [] : Math.abs(value))
    .sort((a, b) => a - b);
  return 4 * (sizes[sizes.length >> 1] ?? 0) + 0.25;
}

function appearance(variant: VariantSummary, look: ChartLook): Pick<Row, "kind" | "colour"> {
  if (variant.comparison === null) return { kind: "baseline", colour: look.ink };
  const colours: Partial<Record<Finding, string>> = { better: look.better, worse: look.worse };
  const colour = colours[logLossFinding(variant)];
  return colour ? { kind: "shown", colour } : { kind: "open", colour: look.soft };
}

function textOf({ comparison, metrics }: VariantSummary, estimate: Estimate | null): string {
  if (estimate === null) return comparison === null ? "baseline" : "";
  return estimate === metrics.logLoss ? numberText(estimate) : withMinusSigns(signedText(estimate));
}

interface PanelOptions {
  readonly look: ChartLook;
  readonly names: readonly string[];
  readonly width: number;
  readonly title: string;
  readonly guides: readonly number[];
  readonly labels: boolean;
}

function panel(rows: readonly Row[], options: PanelOptions): unknown {
  const { look, names, width, title, guides, labels } = options;
  const y = {
    field: "name",
    type: "nominal",
    sort: null,
    scale: { domain: names },
    axis: labels ? nameAxis(names, look.ink) : null,
  };
  const x = { type: "quantitative", axis: { title, orient: "top", tickCount: 5, titlePadding: 8 } };
  const at = (field: string) => ({ ...x, field, scale: { zero: false, nice: true } });
  const colour = { field: "colour", type: "nominal", scale: null };
  return {
    width,
    height: { step: 24 },
    layer: [
      {
        data: { values: guides.map((value, i) => ({ value, i })) },
        mark: { type: "rule", color: look.soft, strokeDash: [5, 4] },
        encoding: { x: at("value") },
      },
      {
        data: { values: rows.filter(({ low }) => low !== null) },
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { y, x: at("low"), x2: { field: "high" }, color: colour },
      },
      {
        data: { values: rows.filter(({ value }) => value !== null) },
        mark: { type: "point", size: 70, strokeWidth: 2, opacity: 1 },
        encoding: {
          y,
          x: at("value"),
          stroke: colour,
          fill: {
            condition: { test: "datum.kind !== 'open'", field: "colour", scale: null },
            value: look.back,
          },
          shape: {
            condition: [
              { test: "datum.beyond", value: "triangle-right" },
              { test: "datum.kind === 'baseline'", value: "diamond" },
            ],
            value: "circle",
          },
        },
      },
      {
        data: { values: rows },
        mark: { type: "text", align: "right", baseline: "middle" },
        encoding: {
          y,
          x: { value: width + 60 },
          text: { field: "text" },
          color: {
            condition: { test: "datum.kind === 'shown'", field: "colour", scale: null },
            value: look.ink,
          },
        },
      },
    ],
  };
}
