import type { Ablation } from "../../records/ablation.ts";
import { isSignificant } from "../../records/comparison.ts";
import { rankedEffects } from "../sections/effects.ts";
import { settingText, signedText, withMinusSigns } from "../sections/format.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";
import { nameAxis, shortName } from "./short_name.ts";

/** Maximum number of effects in the chart; the table has all. */
const MOST = 30;

/** Width of the scale, pixels: two such charts fit side by side. */
const WIDTH = 290;

/**
 * Effect of each value of each parameter, with its 95 % CI; `null`: there is no effect to show. Long, because it is one
 * Vega-Lite specification.
 */
export function effectsChart(
  ablation: Ablation,
  { title, look }: { readonly title: string; readonly look: ChartLook },
): ChartSpec | null {
  const ranked = rankedEffects(ablation).slice(0, MOST);
  const far = farthest(ranked.map(({ effect }) => effect.value));
  const clamp = (end: number | null) => end === null ? null : Math.max(-far, Math.min(far, end));
  const rows = ranked.map(({ parameter, value, effect, finding }, place) => ({
    name: shortName(`${parameter} ${settingText(value)}`, place),
    value: clamp(effect.value),
    low: clamp(effect.interval.low),
    high: clamp(effect.interval.high),
    colour: isSignificant({ finding }) ? look.ink : look.soft,
    significant: isSignificant({ finding }),
    beyond: Math.abs(effect.value ?? 0) > far,
    text: withMinusSigns(signedText(effect)),
  })).filter(({ value }) => value !== null);
  if (rows.length === 0) return null;
  const y = {
    field: "name",
    type: "nominal",
    sort: null,
    axis: nameAxis(rows.map(({ name }) => name), look.ink),
  };
  const at = (field: string) => ({
    field,
    type: "quantitative",
    scale: { nice: true },
    axis: { title, orient: "top", tickCount: 5 },
  });
  const colour = { field: "colour", type: "nominal", scale: null };
  return {
    width: WIDTH,
    height: { step: 24 },
    data: { values: rows },
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: look.soft, strokeDash: [5, 4] },
        encoding: { x: at("zero") },
      },
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { y, x: at("low"), x2: { field: "high" }, color: colour },
      },
      {
        mark: { type: "point", size: 70, strokeWidth: 2, opacity: 1 },
        encoding: {
          y,
          x: at("value"),
          stroke: colour,
          fill: {
            condition: { test: "datum.significant", field: "colour", scale: null },
            value: look.back,
          },
          shape: {
            condition: { test: "datum.beyond", value: "triangle-right" },
            value: "circle",
          },
        },
      },
      {
        mark: { type: "text", align: "right", baseline: "middle" },
        encoding: {
          y,
          x: { value: WIDTH + 60 },
          text: { field: "text" },
          color: { value: look.ink },
        },
      },
    ],
  } as ChartSpec;
}

/** The largest size on the scale; larger ones would squeeze the rest. */
function farthest(values: readonly (number | null)[]): number {
  const sizes = values.flatMap((value) => value === null ? [] : Math.abs(value))
    .sort((a, b) => a - b);
  return 6 * (sizes[sizes.length >> 1] ?? 0) + 0.1;
}
