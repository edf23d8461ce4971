import { counted } from "../../base/text/counted.ts";
import type { RunSummary } from "../../records/summary.ts";
import { pickerMarkup } from "./html_curves.ts";
import { type Markup, markup } from "./markup.ts";

/** The table of videos with search, sorting and filters, which the page's script fills. */
export function videosSection({ rows, videos }: RunSummary): Markup {
  const left = videos.all - rows.length;
  const note = left === 0
    ? null
    : markup`<p class="note">The ${
      counted(rows.length, "video")
    } with the highest mean log loss; predictions.csv has the other ${left} too.</p>`;
  return markup`${note}<div class="controls">
<label>Search <input type="search" id="video-search" placeholder="file or group"></label>
<label>Sort by <select id="video-sort"><option value="loss">mean log loss</option>
<option value="disagreement">disagreement between variants</option>
<option value="change">change from the baseline</option><option value="file">name</option>
<option value="" hidden>a column</option></select></label>
<label>Label <select id="video-label"><option value="">all</option><option>REAL</option>
<option>FAKE</option></select></label>
<label>Show <select id="video-show"><option value="">all</option><option value="wrong">misclassified</option>
<option value="fallback">not scored (0.5)</option></select></label>
</div>
${pickerMarkup()}
<div class="scroll" tabindex="0" role="region" aria-label="Videos"><table id="videos"><thead></thead><tbody></tbody></table></div>
<p class="pages"><button type="button" id="video-before">Previous</button>
<span id="video-count" role="status"></span> <button type="button" id="video-after">Next</button></p>
<noscript><p>This table needs JavaScript. predictions.csv and faces.csv have the same numbers.</p></noscript>`;
}
