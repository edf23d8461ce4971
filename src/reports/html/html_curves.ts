import type { RunSummary } from "../../records/summary.ts";
import { type Markup, markup, rawMarkup } from "./markup.ts";

/** Charts by name, as SVG elements. */
export type DrawnCharts = ReadonlyMap<string, string>;

/** A chart as a figure; `null`: there is no such chart. */
export function chartFigure(
  charts: DrawnCharts,
  { name, title, kind = "" }: {
    readonly name: string;
    readonly title: string;
    readonly kind?: string;
  },
): Markup | null {
  const svg = charts.get(name);
  if (svg === undefined) return null;
  const caption = title === "" ? null : markup`<figcaption>${title}</figcaption>`;
  return markup`<figure class="chart ${kind}">${caption}<div class="scroll" tabindex="0">${
    rawMarkup(svg)
  }</div></figure>\n`;
}

/** A picker for the variants that curves and videos show; the page's script fills all pickers alike. */
export function pickerMarkup(): Markup {
  return markup`<details class="choose"><summary>Variants shown <small class="picker-note"></small></summary>
<div class="picker"></div></details>
<p class="legend" aria-label="Variants shown"></p>`;
}

/** Curves and histograms of the chosen variants. */
export function curvesSection(summary: RunSummary, charts: DrawnCharts): Markup | null {
  const curves = [
    { name: "roc", title: "ROC", kind: "curve" },
    { name: "precisionRecall", title: "Precision-recall", kind: "curve" },
    { name: "reliability", title: "Reliability", kind: "curve" },
  ].map((chart) => chartFigure(charts, chart));
  const histograms = summary.variants.map(({ name }, v) => {
    const figure = chartFigure(charts, { name: `scores_${v}`, title: name });
    return figure && markup`<div data-variant="${v}">${figure}</div>`;
  });
  if (curves.every((one) => one === null) && histograms.every((one) => one === null)) return null;
  return markup`<section id="curves"><h2>Curves and score histograms</h2>
<p class="note">ROC: better towards the upper left. Precision-recall: better towards the upper right. Reliability: well
 calibrated on the dashed line. Histograms: videos by P(fake), fakes above the line, reals below.</p>
${pickerMarkup()}
<div class="curves">${curves}</div><div class="histograms">${histograms}</div></section>`;
}
