import { type Stage, STAGES } from "../domain/run_result.ts";
import type { StageTiming, VariantSummary } from "../domain/summary.ts";
import { gridLines, type Scale, scaleOver } from "./chart_scale.ts";
import { durationText } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

const ROW = 26;
const TOP = 34;
const WIDTH = 960;
const PANEL = { left: 232, right: 860 };
const NAME_LENGTH = 32;

/**
 * Mean time per video of each stage, stacked, one row for each variant; work that several variants shared
 * is hatched. An SVG element.
 */
export function timeChart(variants: readonly VariantSummary[]): Markup {
  const bottom = TOP + variants.length * ROW;
  const means = variants.map(({ timing }) =>
    timing.stages.reduce((sum, stage) => sum + meanMs(stage), 0)
  );
  const scale = scaleOver([0, ...means], PANEL);
  const rows = variants.map((variant, i) =>
    timeRow(variant, { scale, y: TOP + i * ROW, mean: means[i] })
  );
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 8}" role="img"
 aria-label="Mean time per video of each stage, by variant; the medians are in the table of variants">
<defs><pattern id="shared" width="6" height="6" patternUnits="userSpaceOnUse"
 patternTransform="rotate(45)"><rect class="hatch" width="2" height="6"/></pattern></defs>
${gridLines(scale, { top: TOP - 4, bottom, text: (ms) => ms === 0 ? "0" : durationText(ms) })}
${rows}
</svg>`;
}

/** The colours of the stages, and what hatching means. */
export function timeLegend(): Markup {
  const stages = STAGES.filter((stage) => stage !== "sample" && stage !== "pool");
  return markup`<p class="legend">${
    stages.map((stage) => markup`<span><i class="swatch ${stage}"></i>${stage}</span> `)
  }<span><i class="swatch hatched"></i>hatched: done once for several variants</span></p>`;
}

function timeRow(
  { name, timing }: VariantSummary,
  { scale, y, mean }: { scale: Scale; y: number; mean: number },
): Markup {
  let before = 0;
  const bars = timing.stages.map((stage) => {
    const start = before;
    before += meanMs(stage);
    return bar(stage, { from: scale.at(start), to: scale.at(before), y });
  });
  const label = name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;
  return markup`<g class="row"><rect class="band" x="0" y="${y}" width="${WIDTH}" height="${ROW}"/>
<text class="name" x="4" y="${y + 17.5}"><title>${name}</title>${label}</text>${bars}
<text class="value" x="${WIDTH}" y="${y + 17.5}" text-anchor="end">${
    durationText(timing.videos === 0 ? null : mean)
  }</text></g>\n`;
}

/** Over the videos that were timed; 0 where none was. */
function meanMs({ totalMs, videos }: StageTiming): number {
  return totalMs / Math.max(1, videos);
}

function bar(
  timing: StageTiming,
  { from, to, y }: { from: number; to: number; y: number },
): Markup | null {
  const width = Number((to - from).toFixed(1));
  if (width <= 0) return null;
  const { stage, sharedBy } = timing;
  const place = markup`x="${from}" y="${y + 5}" width="${width}" height="${ROW - 10}"`;
  const hatch = sharedBy > 1 ? markup`<rect fill="url(#shared)" ${place}/>` : null;
  return markup`<g><title>${barTitle({ stage, sharedBy, mean: meanMs(timing) })}</title>
<rect class="bar ${stage}" ${place}/>${hatch}</g>`;
}

function barTitle(
  { stage, sharedBy, mean }: { stage: Stage; sharedBy: number; mean: number },
): string {
  const shared = sharedBy > 1 ? `, done once for ${sharedBy} variants` : "";
  return `${stage}: ${durationText(mean)} a video${shared}`;
}
