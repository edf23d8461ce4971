import { counted } from "../../base/text/counted.ts";
import type { CurvePoint, ReportDetails, VariantCurves } from "../../records/report_details.ts";
import type { RunSummary } from "../../records/summary.ts";
import { type ChartLook, FILE_LOOK } from "./chart_look.ts";
import { type Curve, curveChart } from "./curve_chart.ts";
import { effectsChart } from "./effects_chart.ts";
import { frontChart } from "./front_chart.ts";
import { histogramChart } from "./histogram_chart.ts";
import { lossChart } from "./loss_chart.ts";
import { type ChartSpec, renderChart } from "./render_chart.ts";
import { shortName } from "./short_name.ts";
import { stagesChart } from "./stages_chart.ts";
import { shownVariants } from "../sections/shown_variants.ts";

/** Maximum number of rows of a chart; the tables have all. */
export const MOST_CHART_ROWS = 40;

/** A chart of a report, which each format draws with its own looks. */
export interface ReportChart {
  /** Name of its file without extension; letters, digits and `_` only. */
  readonly name: string;
  /** Alternative text. */
  readonly description: string;
  spec(look: ChartLook): ChartSpec;
}

/** Input of a run's charts beside its summary. */
export interface ChartOptions {
  readonly details: ReportDetails;
  /** Places of the variants that have curves and histograms, in the order of their colours. */
  readonly chosen: readonly number[];
  /** Whether curves have a legend. */
  readonly legend: boolean;
}

/** All charts that a run has numbers for. */
export function reportCharts(summary: RunSummary, options: ChartOptions): readonly ReportChart[] {
  if (summary.videos.all === 0) return [];
  return [
    ...overviews(summary),
    ...effects(summary),
    ...curves(summary, options),
    ...histograms(summary, options),
  ];
}

/** Renders charts; the SVG of each by its name. */
export async function drawnCharts(
  charts: readonly ReportChart[],
  look: ChartLook,
): Promise<ReadonlyMap<string, string>> {
  const drawn = new Map<string, string>();
  for (const { name, description, spec } of charts) {
    drawn.set(name, await renderChart(spec(look), { look, description }));
  }
  return drawn;
}

function overviews(summary: RunSummary): readonly ReportChart[] {
  const shown = shownVariants(summary, MOST_CHART_ROWS);
  return [
    chartIfAny("loss", {
      description: "Log loss of each variant with its 95 % CI, and the difference from the " +
        "baseline; the table of variants has the numbers",
      spec: (look) => lossChart(shown, look),
    }),
    chartIfAny("front", {
      description: "Median time per video against log loss, with the Pareto front",
      spec: (look) => frontChart(summary, look),
    }),
    chartIfAny("stages", {
      description: "Mean time per video of each stage, by variant",
      spec: (look) => stagesChart(shown, look),
    }),
  ].flat();
}

function effects({ ablation, metrics }: RunSummary): readonly ReportChart[] {
  return ablation.flatMap((one) => {
    const title = metrics.find(({ name }) => name === one.metric)?.title ?? one.metric;
    return chartIfAny(`effects_${one.metric}`, {
      description: `Effect of each parameter's value on ${title}, with its 95 % CI`,
      spec: (look) => effectsChart(one, { title: `effect on ${title}`, look }),
    });
  });
}

/** Axes of each kind of curve. */
const CURVES = {
  roc: { x: "false positive rate", y: "true positive rate", diagonal: true },
  precisionRecall: { x: "recall", y: "precision", diagonal: false },
  reliability: { x: "mean P(fake)", y: "share of fakes", diagonal: true },
} as const satisfies Record<keyof VariantCurves, unknown>;

const TITLES: Readonly<Record<keyof VariantCurves, string>> = {
  roc: "ROC curve",
  precisionRecall: "Precision-recall curve",
  reliability: "Reliability",
};

function curves(
  { variants }: RunSummary,
  { details, chosen, legend }: ChartOptions,
): readonly ReportChart[] {
  return (Object.keys(CURVES) as (keyof VariantCurves)[]).flatMap((kind) => {
    const lines = chosen.map((variant, series): Curve => {
      const points: readonly CurvePoint[] = details.curves[variant]![kind];
      return { name: shortName(variants[variant]!.name, variant), variant, points, series };
    }).filter(({ points }) => points.length > 0);
    if (lines.length === 0) return [];
    const options = { ...CURVES[kind], marked: kind === "reliability", legend };
    return chartIfAny(kind, {
      description: `${TITLES[kind]} of the chosen variants`,
      spec: (look) => curveChart(lines, { look, ...options }),
    });
  });
}

function histograms({ variants }: RunSummary, { chosen }: ChartOptions): readonly ReportChart[] {
  return chosen.flatMap((variant) => {
    const { name, histogram, metrics } = variants[variant]!;
    if (metrics.logLoss.n === 0) return [];
    return chartIfAny(`scores_${variant}`, {
      description: `P(fake) of ${counted(metrics.logLoss.n, "video")} by class, ${name}`,
      spec: (look) => histogramChart(histogram, { look, width: 250 }),
    });
  });
}

/** A chart, or none where there are no numbers for it, which does not depend on looks. */
function chartIfAny(
  name: string,
  { description, spec }: { description: string; spec(look: ChartLook): ChartSpec | null },
): readonly ReportChart[] {
  if (spec(FILE_LOOK) === null) return [];
  return [{ name, description, spec: (look) => spec(look) as ChartSpec }];
}
