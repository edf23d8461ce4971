import type { CurvePoint } from "../../records/report_details.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";

/** A curve with its name and colour. */
export interface Curve {
  readonly name: string;
  /** Place of the variant in config order; the page's script finds the curve by it. */
  readonly variant: number;
  readonly points: readonly CurvePoint[];
  /** Place in the look's series. */
  readonly series: number;
}

export interface CurveOptions {
  readonly look: ChartLook;
  readonly x: string;
  readonly y: string;
  /** Whether the diagonal is drawn: chance for ROC, perfect calibration for reliability. */
  readonly diagonal: boolean;
  /** Whether points are marked, for curves of few points. */
  readonly marked: boolean;
  /** Whether there is a legend below. */
  readonly legend: boolean;
}

const SIDE = 250;

/** One line for each curve in the unit square. Each path is described by its variant: `variant 3`. */
export function curveChart(
  curves: readonly Curve[],
  { look, x, y, diagonal, marked, legend }: CurveOptions,
): ChartSpec {
  const at = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 1] },
    axis: { title, values: [0, 0.25, 0.5, 0.75, 1], labelExpr: "datum.value" },
  });
  const encoding = { x: at("x", x), y: at("y", y) };
  const colours = curves.map(({ series }) => look.series[series % look.series.length]);
  const color = {
    type: "nominal",
    scale: { domain: curves.map(({ name }) => name), range: colours },
    legend: legend ? { title: null, orient: "bottom", columns: 1, symbolType: "stroke" } : null,
  };
  const ends = diagonal ? [{ x: 0, y: 0 }, { x: 1, y: 1 }] : [];
  return {
    width: SIDE,
    height: SIDE,
    data: { values: [] },
    layer: [
      {
        data: { values: ends },
        mark: { type: "line", color: look.soft, strokeDash: [4, 4], strokeWidth: 1 },
        encoding,
      },
      ...curves.map(({ points, variant, name }, i) => ({
        data: { values: points.map((point, order) => ({ ...point, order })) },
        mark: {
          type: "line",
          strokeWidth: 2.2,
          point: marked ? { size: 44, color: colours[i] } : false,
        },
        encoding: {
          ...encoding,
          color: { datum: name, ...color },
          order: { field: "order" },
          description: { value: `variant ${variant}` },
        },
      })),
    ],
  } as ChartSpec;
}
