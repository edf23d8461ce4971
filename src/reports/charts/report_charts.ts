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

/** Rows of a chart; beyond them the table serves better. */
export const MOST_CHART_ROWS = 40;

/** A chart of a report, made once and drawn with whatever looks a format has. */
export interface ReportChart {
  /** Its file's name without extension; letters, digits and `_` only. */
  readonly name: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  spec(look: ChartLook): ChartSpec;
}

/** What the charts of a run are made of, beside its summary. */
export interface ChartOptions {
  readonly details: ReportDetails;
  /** Places of the variants that have curves and histograms, in the order of their colours. */
  readonly chosen: readonly number[];
  /** Whether curves say whose they are. */
  readonly legend: boolean;
}

/** All charts of a run that its numbers allow. */
export function reportCharts(summary: RunSummary, options: ChartOptions): readonly ReportChart[] {
  if (summary.videos.all === 0) return [];
  return [
    ...overviews(summary),
    ...effects(summary),
    ...curves(summary, options),
    ...histograms(summary, options),
  ];
}

/** Drawn, by name. */
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
    made("loss", {
      description: "Log loss of each variant with its 95 % interval, and the difference from the " +
        "baseline; the numbers are in the table of variants",
      spec: (look) => lossChart(shown, look),
    }),
    made("front", {
      description: "Median time per video against log loss, with the Pareto front",
      spec: (look) => frontChart(summary, look),
    }),
    made("stages", {
      description: "Mean time per video of each stage, by variant",
      spec: (look) => stagesChart(shown, look),
    }),
  ].flat();
}

function effects({ ablation, noise, metrics }: RunSummary): readonly ReportChart[] {
  return ablation.flatMap((one) => {
    const title = metrics.find(({ name }) => name === one.metric)?.title ?? one.metric;
    return made(`effects_${one.metric}`, {
      description: `Effect of each parameter's value on ${title}, with its 95 % interval`,
      spec: (look) => effectsChart(one, { noise, title: `effect on ${title}`, look }),
    });
  });
}

/** What a curve shows of a variant, and its axes. */
const CURVES = {
  roc: { x: "share of reals called fake", y: "share of fakes called fake", diagonal: true },
  precisionRecall: { x: "recall", y: "precision", diagonal: false },
  reliability: { x: "mean P(fake)", y: "share that are fake", diagonal: true },
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
    return made(kind, {
      description: `${TITLES[kind]} of the chosen variants`,
      spec: (look) => curveChart(lines, { look, ...options }),
    });
  });
}

function histograms({ variants }: RunSummary, { chosen }: ChartOptions): readonly ReportChart[] {
  return chosen.flatMap((variant) => {
    const { name, histogram, metrics } = variants[variant]!;
    if (metrics.logLoss.n === 0) return [];
    return made(`scores_${variant}`, {
      description: `P(fake) of ${counted(metrics.logLoss.n, "video")} by class, ${name}`,
      spec: (look) => histogramChart(histogram, { look, width: 250 }),
    });
  });
}

/** The chart, unless the numbers do not allow it: that does not depend on looks. */
function made(
  name: string,
  { description, spec }: { description: string; spec(look: ChartLook): ChartSpec | null },
): readonly ReportChart[] {
  if (spec(FILE_LOOK) === null) return [];
  return [{ name, description, spec: (look) => spec(look) as ChartSpec }];
}
