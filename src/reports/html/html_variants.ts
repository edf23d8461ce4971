import type { RunSummary } from "../../records/summary.ts";
import { type Markup, markup } from "./markup.ts";

/** The table of variants and its controls, which the page's script fills. */
export function variantsTable({ metrics, faceMetrics, variants }: RunSummary): Markup {
  const choices = [...metrics, ...faceMetrics].map(({ name, title }) =>
    markup`<option value="${name}"${
      name === "logLoss" ? markup` selected` : null
    }>${title}</option>`
  );
  return markup`<div class="controls">
<label>Metric <select id="variant-metric">${choices}</select></label>
<label>Filter <input type="search" id="variant-filter" placeholder="name or setting"></label>
<label>Show <select id="variant-show"><option value="">all ${variants.length}</option>
<option value="differing">significant differences</option><option value="front">Pareto front</option></select></label>
</div>
<p class="note" id="variant-count" role="status"></p>
<div class="scroll" tabindex="0" role="region" aria-label="Variants"><table id="variants"><thead></thead><tbody></tbody></table></div>
<noscript><p>This table needs JavaScript. report.md and summary.csv have the same numbers.</p></noscript>`;
}
