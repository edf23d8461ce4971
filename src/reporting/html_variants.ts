import type { Settings } from "../domain/manifest.ts";
import type { Estimate, RunSummary, VariantSummary } from "../domain/summary.ts";
import { fallbacksOf } from "./fallbacks_of.ts";
import {
  durationText,
  intervalText,
  NO_VALUE,
  numberText,
  settingText,
  signedIntervalText,
  signedText,
  unsaidSettings,
  withMinusSigns,
} from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { logLossFinding } from "./verdict_lines.ts";

/** Metrics with a column of their own, after log loss and its difference. */
const METRIC_COLUMNS = ["auc", "accuracy", "balancedAccuracy", "brier"] as const;

/** The table of variants: sortable by any column, filterable by name and setting. */
export function variantsTable(summary: RunSummary): Markup {
  const titles = new Map(summary.metrics.map(({ name, title }) => [name, title]));
  return markup`<p class="controls"><label>Filter <input type="search" data-filter="variants"
 placeholder="name or setting"></label></p>
<div class="scroll" tabindex="0"><table class="sortable" id="variants">
<thead><tr>${heading("variant", "text")}${heading("log loss", "number")}${
    heading("difference", "number")
  }${METRIC_COLUMNS.map((name) => heading(titles.get(name) ?? name, "number"))}${
    heading("scored", "number")
  }${heading("faces", "number")}${heading("time per video", "number")}</tr></thead>
<tbody>
${summary.variants.map((variant) => variantRow(variant, summary))}</tbody></table></div>`;
}

/** A heading that sorts its column when pressed. */
function heading(title: string, kind: "text" | "number"): Markup {
  return markup`<th scope="col" class="${kind}"><button type="button">${title}</button></th>`;
}

function variantRow(variant: VariantSummary, { videos }: RunSummary): Markup {
  const { name, metrics, differences, best, medianFaces, timing } = variant;
  const scored = videos.all - fallbacksOf(variant);
  const marks = [
    differences === null ? markup` <b class="mark">baseline</b>` : null,
    best.includes("logLoss") ? markup` <b class="mark best">best</b>` : null,
  ];
  return markup`<tr${differences === null ? markup` class="baseline"` : null}>
<th scope="row" data-sort="${name}">${name}${marks}${chips(unsaidSettings(variant))}</th>
${estimateCell(metrics.logLoss, best.includes("logLoss"))}
${differenceCell(variant)}
${METRIC_COLUMNS.map((metric) => estimateCell(metrics[metric], best.includes(metric)))}
<td data-sort="${scored}">${scored}<small>of ${videos.all}</small></td>
<td data-sort="${medianFaces ?? ""}">${medianFaces === null ? NO_VALUE : medianFaces}</td>
<td data-sort="${timing.medianMs ?? ""}">${durationText(timing.medianMs)}</td></tr>\n`;
}

/** Settings, small and set off. */
function chips(differs: Settings): Markup | null {
  const settings = Object.entries(differs);
  if (settings.length === 0) return null;
  return markup`<small>${
    settings.map(([key, value]) => markup`<span class="chip">${key} ${settingText(value)}</span> `)
  }</small>`;
}

function estimateCell(estimate: Estimate, best: boolean): Markup {
  const { value, reason, interval } = estimate;
  if (value === null) return markup`<td data-sort="" title="${reason}">${NO_VALUE}</td>`;
  const doubt = interval.reason === null
    ? markup`<small>${intervalText(interval)}</small>`
    : markup`<small title="${interval.reason}">no interval</small>`;
  const text = numberText(estimate);
  return markup`<td data-sort="${value}">${
    best ? markup`<b class="best">${text}</b>` : text
  }${doubt}</td>`;
}

function differenceCell(variant: VariantSummary): Markup {
  if (variant.differences === null) return markup`<td data-sort="0"></td>`;
  const { logLoss } = variant.differences;
  if (logLoss.value === null) {
    return markup`<td data-sort="" title="${logLoss.reason}">${NO_VALUE}</td>`;
  }
  const finding = logLossFinding(variant);
  const doubt = logLoss.interval.reason === null
    ? withMinusSigns(signedIntervalText(logLoss.interval))
    : "no interval";
  return markup`<td data-sort="${logLoss.value}" class="${finding.replace(" ", "-")}">${
    withMinusSigns(signedText(logLoss))
  }<small>${doubt}</small><em>${finding === "unknown" ? "" : finding}</em></td>`;
}
