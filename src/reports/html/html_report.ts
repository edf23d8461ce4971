import { frontNotes } from "../sections/front_lines.ts";
import { createHash } from "node:crypto";
import type { ReportDetails } from "../../records/report_details.ts";
import type { RunSummary } from "../../records/summary.ts";
import { isSignificant } from "../../records/comparison.ts";
import {
  interactionsText,
  significanceMark,
  spreadName,
  spreadText,
  togetherText,
} from "../sections/effects.ts";
import { pText, signedIntervalText, signedText, withMinusSigns } from "../sections/format.ts";
import { chartFigure, curvesSection, type DrawnCharts } from "./html_curves.ts";
import { pageData } from "./html_data.ts";
import { environmentSection, factList } from "./html_environment.ts";
import { operatingPointSection } from "./html_operating_point.ts";
import { slicesSection } from "./html_slices.ts";
import { variantsTable } from "./html_variants.ts";
import { verdictSection, warningsSection } from "./html_verdict.ts";
import { videosSection } from "./html_videos.ts";
import { type Markup, markup, rawMarkup, scriptJson } from "./markup.ts";
import { pageScript } from "./page_script.ts";
import slicesStyle from "./page/slices.css" with { type: "text" };
import partsStyle from "./page/parts.css" with { type: "text" };
import style from "./page/page.css" with { type: "text" };
import videosStyle from "./page/videos.css" with { type: "text" };
import { MOST_CHART_ROWS } from "../charts/report_charts.ts";
import { modelFacts } from "../sections/model_facts.ts";
import { splitWarnings } from "../sections/leading_warnings.ts";
import { shownVariants } from "../sections/shown_variants.ts";

/** Content of the page beside the summary. */
export interface PageParts {
  readonly details: ReportDetails;
  /** Rendered with the page's looks. */
  readonly charts: DrawnCharts;
  /** Places of the variants whose curves are shown at first. */
  readonly chosen: readonly number[];
}

/**
 * `report.html`: one file that works from disk and offline, and runs no script but its own, as its content
 * security policy enforces.
 */
export function* htmlReport(summary: RunSummary, parts: PageParts): Iterable<string> {
  const { dataset } = summary.manifest;
  const script = pageScript();
  yield markup`<!doctype html>
<html lang="en" data-theme="auto"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script)}">
<title>${`Assay: ${dataset.name}`}</title>
<style>${rawMarkup(style + videosStyle + partsStyle + slicesStyle)}</style></head>
<body>${topBar(summary)}<main>
`.markup;
  for (const section of SECTIONS) yield `${section(summary, parts)?.markup ?? ""}\n`;
  yield '</main><script type="application/json" id="page-data">';
  yield scriptJson(pageData(summary, parts)).markup;
  yield `</script>\n<script>${script}</script></body></html>\n`;
}

/** The content security policy: embedded styles and images only, and the page's own script by its hash. */
function contentSecurityPolicy(script: string): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; ` +
    "base-uri 'none'; form-action 'none'";
}

const SECTIONS: readonly ((summary: RunSummary, parts: PageParts) => Markup | null)[] = [
  verdictSection,
  warningsSection,
  losses,
  variants,
  front,
  effects,
  operatingPointSection,
  slicesSection,
  (summary, { charts }) => curvesSection(summary, charts),
  stages,
  videos,
  models,
  environment,
];

function topBar(summary: RunSummary): Markup {
  const places: readonly (readonly [string, string])[] = [
    ["verdict", "Verdict"],
    ...(splitWarnings(summary).others.length > 0 ? [["warnings", "Warnings"] as const] : []),
    ["variants-section", "Variants"],
    ...(summary.operatingPoint === null ? [] : [["operating-point", "Operating point"] as const]),
    ...(summary.slices.length > 0 ? [["slices", "Slices"] as const] : []),
    ["videos-section", "Videos"],
    ["models", "Models"],
    ["reproduce", "Reproduce"],
  ];
  return markup`<nav class="top" aria-label="Parts of the report"><b>Assay</b>${
    places.map(([id, title]) => markup`<a href="#${id}">${title}</a>`)
  }<button type="button" id="theme">Theme: auto</button></nav>`;
}

function losses(summary: RunSummary, { charts }: PageParts): Markup | null {
  const figure = chartFigure(charts, { name: "loss", title: "" });
  return figure && markup`<section><h2>Log loss by variant</h2>
<p class="note">Dots with 95 % CIs; diamond: baseline; arrow: beyond the scale. Filled dot: significantly different
 from the baseline after correction for all variants; hollow: not significant. Differences are paired by video, so their CIs can be narrow where those
 of the log losses overlap. Dashed lines: the baseline, and a constant P(fake) of 0.5 (log loss 0.693).</p>
${figure}${leftOut(summary)}</section>`;
}

function leftOut(summary: RunSummary): Markup | null {
  const { length } = summary.variants;
  const shown = shownVariants(summary, MOST_CHART_ROWS).length;
  if (length === shown) return null;
  return markup`<p class="note">The ${shown} variants with the lowest log loss; the table of variants has all
 ${length}.</p>`;
}

function variants(summary: RunSummary): Markup {
  return markup`<section id="variants-section"><h2>Variants</h2>
<p class="note">Click a column title to sort. Better and worse are differences that are statistically significant after
 correction for all variants compared, and above the noise floor (where it was measured); <i>not significant</i> does
 not prove that two variants are equal.</p>
${variantsTable(summary)}</section>`;
}

function front(summary: RunSummary, { charts }: PageParts): Markup | null {
  const figure = chartFigure(charts, { name: "front", title: "" });
  const { length } = summary.pareto.entries;
  const count = length === 1 ? "One is" : length === 0 ? "None is" : `The line joins the ${length}`;
  return figure && markup`<section><h2>Time against log loss</h2>
<p class="note">${count} Pareto-optimal. ${frontNotes(summary).join(" ")}</p>
${figure}</section>`;
}

function effects(summary: RunSummary, { charts }: PageParts): Markup | null {
  const figures = summary.ablation.map(({ metric }) =>
    chartFigure(charts, { name: `effects_${metric}`, title: "" })
  );
  const notes = summary.ablation.map((ablation) => {
    const together = interactionsText(ablation);
    const title = summary.metrics.find(({ name }) => name === ablation.metric)?.title ?? "";
    const seeds = ablation.spreads.map((spread) =>
      markup`<li>${title}, ${spreadName(spread, summary.variants)}: ${spreadText(spread)}</li>\n`
    );
    const significant = ablation.interactions.filter(isSignificant).map((one) =>
      markup`<li>${title}, ${togetherText(one)}: ${
        withMinusSigns(signedText(one.effect))
      } (95 % CI ${withMinusSigns(signedIntervalText(one.effect.interval))}${
        one.adjustedP.value === null ? "" : `, adjusted ${pText(one.adjustedP.value)}`
      })</li>\n`
    );
    const mark = markup`<li>${title}, filled: ${significanceMark(ablation)}.</li>\n`;
    return markup`${mark}${seeds}${
      together === null ? null : markup`<li>${title}, interactions: ${together}.</li>\n`
    }${significant}`;
  });
  if (figures.every((figure) => figure === null)) return null;
  return markup`<section><h2>Parameter effects</h2>
<p class="note">Each value against the reference value, averaged over all settings of the other parameters that were
 run with both. Filled: statistically significant, by the rules for variants; hollow: not significant, which does not
 prove that there is no effect. report.md has p-values and findings.</p>
<div class="pair">${figures}</div><ul class="note">${notes}</ul></section>`;
}

function stages(summary: RunSummary, { charts }: PageParts): Markup | null {
  const figure = chartFigure(charts, { name: "stages", title: "" });
  return figure && markup`<section><h2>Time by stage</h2>
<p class="note">Mean time per video, as if the variant had run alone. Pale: work shared by several variants.</p>
${figure}${leftOut(summary)}</section>`;
}

function videos(summary: RunSummary): Markup {
  return markup`<section id="videos-section"><h2>Videos</h2>
<p class="note">Click a video's name to see its faces, the scores of each frame, and the result of every
 variant.</p>${videosSection(summary)}</section>`;
}

function models({ manifest }: RunSummary): Markup {
  return markup`<section id="models"><h2>Models</h2>${
    modelFacts(manifest).map(({ name, facts }) => markup`<h3>${name}</h3>${factList(facts)}`)
  }</section>`;
}

function environment(summary: RunSummary): Markup {
  return markup`<section id="reproduce"><h2>Reproduce</h2>${environmentSection(summary)}</section>`;
}
