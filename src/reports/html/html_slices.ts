import { counted } from "../../base/text/counted.ts";
import { membersText } from "../../records/independence.ts";
import type { Estimate } from "../../records/metric_value.ts";
import type { SliceSummary } from "../../records/slice.ts";
import type { MetricFacts, RunSummary, VariantSummary } from "../../records/summary.ts";
import { intervalText, numberText, withMinusSigns } from "../sections/format.ts";
import { shownVariants } from "../sections/shown_variants.ts";
import { sliceNotes, slicesByTag, type TagSlices } from "../sections/slice_lines.ts";
import { type Markup, markup } from "./markup.ts";
import { shadeOf, shadeScale } from "./metric_shade.ts";

/** Most variants, and slices of a tag, in a table; summary.json has all. */
const MOST_VARIANTS = 40;
const MOST_SLICES = 60;

/** Metrics to choose from, the first chosen at first. */
const METRICS = ["logLoss", "auc", "eer", "balancedAccuracy", "brier"] as const;

/** A metric and the variants of the tables. */
interface Shown {
  readonly metric: MetricFacts;
  readonly variants: readonly VariantSummary[];
  /** The level whose members are counted. */
  readonly level: string;
}

/** Tables of slices by variants, one for each tag and metric; `null`: there is no slice. */
export function slicesSection(summary: RunSummary): Markup | null {
  if (summary.slices.length === 0) return null;
  const metrics = METRICS.flatMap((name) => summary.metrics.find((one) => one.name === name) ?? []);
  const variants = shownVariants(summary, MOST_VARIANTS);
  const tags = slicesByTag(summary);
  const { level } = summary.independence;
  return markup`<section id="slices"><h2>Slices</h2>
<ul class="note slice-notes">${
    [...sliceNotes(summary), "summary.json has every metric."].map((note) =>
      markup`<li>${note}</li>\n`
    )
  }</ul>
<fieldset class="slice-metric"><legend>Metric</legend>${
    metrics.map(({ name, title }, m) =>
      markup`<label><input type="radio" name="slice-metric" value="${name}"${
        m === 0 ? markup` checked` : null
      }>${title}</label>\n`
    )
  }</fieldset>
${metrics.map((metric) => metricTables({ metric, variants, level }, tags))}</section>`;
}

function metricTables(shown: Shown, tags: readonly TagSlices[]): Markup {
  const { name, title } = shown.metric;
  return markup`<div class="slice-tables" data-metric="${name}" role="group" aria-label="${title}">
${scaleLegend(shown.metric)}${tags.map((tag) => tagTable(tag, shown))}</div>\n`;
}

function tagTable({ tag, slices }: TagSlices, shown: Shown): Markup {
  const { metric, variants } = shown;
  const left = slices.length - MOST_SLICES;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${`${metric.title} by ${tag}`}"><table class="slices">
<caption>${metric.title} by <b>${tag}</b></caption>
<thead><tr><th scope="col">${tag}</th>${
    variants.map(({ name }) => markup`<th scope="col" class="number">${name}</th>`)
  }</tr></thead><tbody>
${wholeRow(shown)}${
    slices.slice(0, MOST_SLICES).map((slice) => sliceRow(slice, shown))
  }</tbody></table></div>${
    left > 0 ? markup`<p class="note">${counted(left, "slice")} more in summary.json.</p>` : null
  }\n`;
}

/** The whole run's values, for comparison. */
function wholeRow({ metric, variants }: Shown): Markup {
  return markup`<tr class="whole"><th scope="row">all videos</th>${
    variants.map(({ metrics }) => cell(metrics[metric.name], metric))
  }</tr>\n`;
}

function sliceRow(slice: SliceSummary, { metric, variants, level }: Shown): Markup {
  const { value, small, videos, real, fake, groups } = slice;
  const byName = new Map(slice.variants.map((one) => [one.variant, one.metrics]));
  return markup`<tr><th scope="row">${value === "" ? '""' : value}${
    small ? markup` <span class="mark">small</span>` : null
  }<small>${counted(videos, "video")}: ${real} real, ${fake} fake; ${
    membersText(groups, level)
  }</small></th>${
    variants.map(({ name }) => cell(byName.get(name)?.[metric.name], metric))
  }</tr>\n`;
}

function cell(estimate: Estimate | undefined, metric: MetricFacts): Markup {
  if (estimate === undefined || estimate.value === null) {
    return markup`<td class="number" title="${estimate?.reason ?? ""}">–</td>`;
  }
  const { interval } = estimate;
  const below = interval.low === null
    ? markup`<small title="${interval.reason}">no CI</small>`
    : markup`<small>${withMinusSigns(intervalText(interval))}</small>`;
  return markup`<td class="number ${shadeOf(estimate.value, metric)}">${
    withMinusSigns(numberText(estimate))
  }${below}</td>`;
}

/** What the colours mean. */
function scaleLegend(metric: MetricFacts): Markup {
  return markup`<p class="scale" aria-hidden="true">${
    shadeScale(metric).map(({ shade, text }) => markup`<span class="${shade}">${text}</span>`)
  }</p>\n`;
}
