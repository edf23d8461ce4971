import { createHash } from "node:crypto";
import type { RunSummary } from "../domain/summary.ts";
import { countText, deviceText, durationText, timeText, withMinusSigns } from "./format.ts";
import { environmentSection } from "./html_environment.ts";
import { variantsTable } from "./html_variants.ts";
import { videosSection } from "./html_videos.ts";
import { lossChart } from "./loss_chart.ts";
import { type Markup, markup, rawMarkup } from "./markup.ts";
import script from "./report_page.js" with { type: "text" };
import style from "./report_page.css" with { type: "text" };
import { scoreChart } from "./score_chart.ts";
import { shownVariants } from "./shown_variants.ts";
import { timeChart, timeLegend } from "./time_chart.ts";
import { baselineOf, bestOf, grounds, headline, type Line } from "./verdict_lines.ts";

/** Rows of a chart; beyond them the table serves better. */
const MOST_CHART_ROWS = 40;

/**
 * `report.html`: one file that works from disk, asks nothing of any network, and runs no script but its own,
 * which its content security policy enforces.
 */
export function* htmlReport(summary: RunSummary): Iterable<string> {
  const { dataset } = summary.manifest;
  yield markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
<title>${`Assay: ${dataset.name}`}</title>
<style>${rawMarkup(style)}</style></head>
<body><main>
`.markup;
  for (const part of [header, warnings, losses, variants, times, scores, videos, environment]) {
    yield `${part(summary)?.markup ?? ""}\n`;
  }
  yield `</main><script>${script}</script></body></html>\n`;
}

/** Nothing from elsewhere; of scripts the page's own alone, known by its hash. */
function contentSecurityPolicy(): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; ` +
    "base-uri 'none'; form-action 'none'";
}

function header(summary: RunSummary): Markup {
  const { manifest, videos } = summary;
  const { dataset, times } = manifest;
  const facts = [
    `${countText(videos.all, "video")} (${dataset.real} real, ${dataset.fake} fake)`,
    countText(summary.variants.length, "variant"),
    timeText(times.startedAt),
    deviceText(manifest),
    ...(times.endToEndMs === null ? [] : [durationText(times.endToEndMs)]),
  ];
  return markup`<header><p class="brand">Assay</p>
<h1>${dataset.name}${
    dataset.split === null ? null : markup` <span>split ${dataset.split}</span>`
  }</h1>
<p class="facts-line">${facts.map((fact) => markup`<span>${fact}</span> `)}</p>
<section class="verdict" aria-label="Verdict"><h2>${sentence(headline(summary))}</h2>
<ul>${
    grounds(summary).map((line) => markup`<li>${sentence(line)}</li>\n`)
  }</ul></section></header>`;
}

function sentence(line: Line): Markup {
  return markup`${
    line.map((part) =>
      typeof part === "string"
        ? withMinusSigns(part)
        : markup`<b class="variant">${part.variant}</b>`
    )
  }`;
}

function warnings({ warnings }: RunSummary): Markup | null {
  if (warnings.length === 0) return null;
  return markup`<section class="warnings"><h2>Before you trust these numbers</h2><ul>${
    warnings.map((warning) => markup`<li>${warning}</li>\n`)
  }</ul></section>`;
}

function losses(summary: RunSummary): Markup {
  const shown = shownVariants(summary, MOST_CHART_ROWS);
  return markup`<section><h2>Log loss by variant</h2>
<p class="note">Dots with 95 % intervals. A filled dot differs from the baseline by more than chance, a
 hollow one does not. Differences are paired by video, so they can be sharp where the intervals of the losses
 overlap. <i>coin</i>: always answering 0.5.</p>
<div class="scroll" tabindex="0">${lossChart(summary, shown)}</div>${
    leftOut(summary, shown.length)
  }</section>`;
}

function leftOut({ variants }: RunSummary, shown: number): Markup | null {
  if (variants.length === shown) return null;
  return markup`<p class="note">Shown are the ${shown} variants with the lowest log loss; all ${variants.length}
 are in the table of variants.</p>`;
}

function variants(summary: RunSummary): Markup {
  return markup`<section><h2>Variants</h2>
<p class="note">Press a heading to sort. Small numbers are 95 % intervals, small names the
 settings in which a variant differs from the baseline. <i>scored</i>: videos with a score of their own; the rest count as 0.5. More metrics are in
 summary.csv and summary.json.</p>
${variantsTable(summary)}</section>`;
}

function times(summary: RunSummary): Markup | null {
  if (summary.videos.all === 0) return null;
  const shown = shownVariants(summary, MOST_CHART_ROWS);
  return markup`<section><h2>Time by stage</h2>
<p class="note">Mean time of one video, as if the variant had run alone.</p>
${timeLegend()}
<div class="scroll" tabindex="0">${timeChart(shown)}</div>${
    leftOut(summary, shown.length)
  }</section>`;
}

function scores(summary: RunSummary): Markup | null {
  if (summary.videos.labelled === 0) return null;
  const shown = new Set([baselineOf(summary), bestOf(summary) ?? baselineOf(summary)]);
  return markup`<section><h2>How the scores fall</h2>
<p class="note">Videos by P(fake). Good scores put fakes on the right and reals on the left; what stands
 alone at the wrong end costs most.</p>
<div class="pair">${[...shown].map(scoreChart)}</div></section>`;
}

function videos(summary: RunSummary): Markup {
  return markup`<section><h2>Videos</h2>${videosSection(summary)}</section>`;
}

function environment(summary: RunSummary): Markup {
  return markup`<section><h2>Reproduce</h2>${environmentSection(summary)}</section>`;
}
