import type { VariantSummary } from "../../records/summary.ts";
import { durationText } from "../sections/format.ts";
import type { ChartLook } from "./chart_look.ts";
import type { ChartSpec } from "./render_chart.ts";
import { nameAxis, shortName } from "./short_name.ts";

const TIMED = ["decode", "detect", "crop", "classify"] as const;

/** Mean time per video of each stage, stacked; `null`: nothing was timed. Paler: shared by several variants. */
export function stagesChart(
  variants: readonly VariantSummary[],
  look: ChartLook,
): ChartSpec | null {
  const bars = variants.flatMap(({ name, timing }, place) =>
    timing.stages.flatMap(({ stage, totalMs, videos, sharedBy }, order) => {
      const timed = TIMED.find((name) => name === stage);
      if (timed === undefined || videos === 0 || totalMs === null) return [];
      const seconds = totalMs / videos / 1000;
      const description = `${stage}: ${durationText(1000 * seconds)} per video`;
      return [{
        name: shortName(name, place),
        stage,
        order,
        seconds,
        shared: sharedBy > 1,
        description,
      }];
    })
  );
  if (bars.length === 0) return null;
  const names = variants.map(({ name }, place) => shortName(name, place));
  return {
    width: 600,
    height: { step: 24 },
    data: { values: bars },
    mark: { type: "bar", height: 15 },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        sort: null,
        scale: { domain: names },
        axis: nameAxis(names, look.ink),
      },
      x: {
        field: "seconds",
        type: "quantitative",
        stack: "zero",
        axis: { title: "mean time per video, seconds", orient: "top", tickCount: 6 },
      },
      color: {
        field: "stage",
        type: "nominal",
        scale: { domain: [...TIMED], range: TIMED.map((stage) => look.stages[stage]) },
        legend: { title: null, orient: "top", symbolType: "square", offset: 12 },
      },
      order: { field: "order" },
      fillOpacity: { condition: { test: "datum.shared", value: 0.45 }, value: 1 },
      description: { field: "description" },
    },
  } as ChartSpec;
}
