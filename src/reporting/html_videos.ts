import type { RunSummary, VideoCell, VideoRow } from "../domain/summary.ts";
import { countText } from "./format.ts";
import { type Markup, markup, scriptJson } from "./markup.ts";
import { baselineOf, bestOf } from "./verdict_lines.ts";

/** Variants that have a column before anybody chooses. */
const FIRST_CHOICE = 3;

/**
 * The table of videos: search, filters, and a choice of variants. Its rows travel as data and are made by
 * the page's script, so that thousands of videos and hundreds of variants open at once.
 */
export function videosSection(summary: RunSummary): Markup {
  const { rows, videos } = summary;
  const chosen = firstChoice(summary);
  const left = videos.all - rows.length;
  const note = left === 0
    ? null
    : markup`<p class="note">Here are the ${
      countText(rows.length, "video")
    } that cost the variants most log loss; the other ${left} are in predictions.csv.</p>`;
  const choices = summary.variants.map(({ name }, i) =>
    markup`<label><input type="checkbox" value="${i}"${
      chosen.includes(i) ? markup` checked` : null
    }> ${name}</label>`
  );
  return markup`${note}<div class="controls" id="video-controls">
<label>Search <input type="search" id="video-search" placeholder="file or group"></label>
<label>Label <select id="video-label"><option value="">all</option><option>REAL</option>
<option>FAKE</option></select></label>
<label>Show <select id="video-show"><option value="">all</option><option value="wrong">called wrong</option>
<option value="fallback">0.5 put in</option></select></label>
<details id="video-variants"><summary>Variants shown</summary><div class="choices">${choices}</div></details>
</div>
<p class="note" id="video-count" role="status"></p>
<div class="scroll" tabindex="0"><table id="videos"><thead></thead><tbody></tbody></table></div>
<p><button type="button" id="video-more" hidden>Show more</button></p>
<noscript><p>This table needs JavaScript. The same numbers are in predictions.csv.</p></noscript>
<script type="application/json" id="video-data">${scriptJson(videoData(summary))}</script>`;
}

/** Places of the baseline, the best and the first others. */
function firstChoice(summary: RunSummary): readonly number[] {
  const first = [baselineOf(summary), bestOf(summary) ?? baselineOf(summary), ...summary.variants];
  const places = first.map((variant) => summary.variants.indexOf(variant));
  return [...new Set(places)].slice(0, FIRST_CHOICE);
}

/** Rows as the page's script reads them: short keys, because there are many. */
function videoData({ variants, rows, manifest }: RunSummary): unknown {
  return {
    variants: variants.map(({ name }) => name),
    decisions: manifest.variants.map(({ decision }) => decision),
    rows: rows.map(videoDatum),
  };
}

function videoDatum({ filename, label, group, meanLogLoss, cells }: VideoRow): unknown {
  const odd = cells.flatMap((cell, v) => isOdd(cell) ? [[v, troubleOf(cell)]] : []);
  return {
    f: filename,
    l: label,
    g: group,
    m: meanLogLoss === null ? null : Number(meanLogLoss.toPrecision(5)),
    p: cells.map(({ probability }) => Number(probability.toPrecision(5))),
    n: cells.map(({ faces }) => faces),
    o: Object.fromEntries(odd),
  };
}

function isOdd({ status, fallback, error }: VideoCell): boolean {
  return status !== "ok" || fallback !== null || error !== null;
}

/** Status, why 0.5 was put in, and the error; empty where there is none. */
function troubleOf({ status, fallback, error }: VideoCell): readonly string[] {
  return [status, fallback ?? "", error ?? ""];
}
