import type { RunSummary } from "../../records/summary.ts";
import { withMinusSigns } from "../sections/format.ts";
import { operatingSection } from "../sections/operating_lines.ts";
import { type Markup, markup } from "./markup.ts";

/** Thresholds and temperatures, fitted on one split and applied to another; `null`: not asked for. */
export function operatingPointSection(summary: RunSummary): Markup | null {
  const section = operatingSection(summary);
  if (section === null) return null;
  const { notes, titles, rows } = section;
  return markup`<section id="operating-point"><h2>Operating point</h2>
<ul class="note">${notes.map((note) => markup`<li>${note}</li>\n`)}</ul>
${rows.length === 0 ? null : pointsTable(titles, rows)}</section>`;
}

function pointsTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Operating point"><table>
<thead><tr><th scope="col">${titles[0]!}</th>${
    titles.slice(1).map((title) => markup`<th scope="col" class="number">${title}</th>`)
  }</tr></thead><tbody>
${
    rows.map(([name, ...cells]) =>
      markup`<tr><th scope="row">${name!}</th>${
        cells.map((cell) => markup`<td class="number">${withMinusSigns(cell)}</td>`)
      }</tr>\n`
    )
  }</tbody></table></div>`;
}
