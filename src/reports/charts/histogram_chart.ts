import type { ScoreHistogram } from "../../records/summary.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Histogram of P(fake): fakes above the line, reals below it. */
export function histogramChart(
  { real, fake }: ScoreHistogram,
  { look, width }: { readonly look: ChartLook; readonly width: number },
): ChartSpec {
  const bins = fake.length;
  const most = Math.max(1, largest(real), largest(fake));
  const bars = (["fake", "real"] as const).flatMap((side) =>
    (side === "fake" ? fake : real).map((count, i) => ({
      side: side === "fake" ? "FAKE" : "REAL",
      count: side === "fake" ? count : -count,
      from: i / bins,
      to: (i + 1) / bins,
      description: `${count} ${side} between ${i / bins} and ${(i + 1) / bins}`,
    }))
  ).filter(({ count }) => count !== 0);
  return {
    width,
    height: 130,
    data: { values: bars },
    mark: { type: "bar", binSpacing: 1 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        scale: { domain: [0, 1] },
        axis: {
          title: "P(fake)",
          values: [0, 0.25, 0.5, 0.75, 1],
          labelExpr: "datum.value",
          grid: false,
        },
      },
      x2: { field: "to" },
      y2: { datum: 0 },
      y: {
        field: "count",
        type: "quantitative",
        scale: { domain: [-most, most] },
        axis: {
          title: "REAL ↓   ↑ FAKE",
          tickCount: 4,
          tickMinStep: 1,
          labelExpr: "format(abs(datum.value), '~g')",
        },
      },
      color: {
        field: "side",
        type: "nominal",
        scale: { domain: ["FAKE", "REAL"], range: [look.fake, look.real] },
        legend: null,
      },
      description: { field: "description" },
    },
  } as ChartSpec;
}
