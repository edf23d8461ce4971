import type { Finding } from "../domain/comparison.ts";
import type { Estimate, RunSummary, VariantSummary } from "../domain/summary.ts";
import { gridLines, type Scale, scaleOver } from "./chart_scale.ts";
import {
  intervalText,
  numberText,
  signedIntervalText,
  signedText,
  withMinusSigns,
} from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { baselineOf, bestOf, COIN_LOSS, logLossFinding } from "./verdict_lines.ts";

const ROW = 26;
const TOP = 58;
const WIDTH = 960;
const LOSS_PANEL = { left: 232, right: 520 };
const DIFFERENCE_PANEL = { left: 610, right: 830 };

/** Longest name that fits, in characters. */
const NAME_LENGTH = 32;

const CLASS: Readonly<Record<Finding, string>> = {
  better: "better",
  worse: "worse",
  equal: "same",
  "not shown": "same",
  unknown: "plain",
};

/**
 * Log loss of each variant with its interval, and beside it the paired difference from the baseline: one row
 * for each of `variants`. An SVG element.
 */
export function lossChart(summary: RunSummary, variants: readonly VariantSummary[]): Markup {
  const bottom = TOP + variants.length * ROW;
  const losses = variants.map(({ metrics }) => metrics.logLoss);
  const differences = variants.flatMap(({ differences }) => differences?.logLoss ?? []);
  const lossScale = scaleOver(inSight(losses), LOSS_PANEL);
  const differenceScale = scaleOver([0, ...inSight(differences)], DIFFERENCE_PANEL);
  const rows = variants.map((variant, i) =>
    chartRow(variant, { summary, lossScale, differenceScale, y: TOP + (i + 0.5) * ROW })
  );
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 10}" role="img"
 aria-label="Log loss of each variant with its 95 % interval; the numbers are in the table of variants">
<text class="panel" x="${LOSS_PANEL.left}" y="18">log loss, lower is better</text>
<text class="panel" x="${DIFFERENCE_PANEL.left}" y="18">difference from the baseline</text>
${gridLines(lossScale, { top: TOP - 6, bottom, text: String })}
${gridLines(differenceScale, { top: TOP - 6, bottom, text: tickWithSign })}
${guide(lossScale, { value: COIN_LOSS, bottom, kind: "coin" })}
${guide(lossScale, { value: baselineOf(summary).metrics.logLoss.value, bottom, kind: "base" })}
${guide(differenceScale, { value: 0, bottom, kind: "base" })}
${rows}
</svg>`;
}

/** Ends of the intervals, but for those so far out that they would squeeze the others flat. */
function inSight(estimates: readonly Estimate[]): number[] {
  const sizes = estimates.flatMap(({ value }) => value === null ? [] : Math.abs(value))
    .sort((a, b) => a - b);
  const far = 4 * (sizes[sizes.length >> 1] ?? 0) + 0.25;
  return estimates
    .flatMap(({ value, interval: { low, high } }) => [value, low, high])
    .filter((value) => value !== null && Math.abs(value) <= far) as number[];
}

function tickWithSign(value: number): string {
  return value > 0 ? `+${value}` : withMinusSigns(String(value));
}

interface RowOptions {
  readonly summary: RunSummary;
  readonly lossScale: Scale;
  readonly differenceScale: Scale;
  /** Middle of the row, pixels. */
  readonly y: number;
}

function chartRow(
  variant: VariantSummary,
  { summary, lossScale, differenceScale, y }: RowOptions,
): Markup {
  const { name, metrics: { logLoss }, differences } = variant;
  const isBaseline = differences === null;
  const kind = isBaseline ? "baseline" : CLASS[logLossFinding(variant)];
  const best = bestOf(summary) === variant ? " best" : "";
  const band = markup`<rect class="band" x="0" y="${
    y - ROW / 2
  }" width="${WIDTH}" height="${ROW}"/>`;
  const text = y + 4.5;
  const numbers = isBaseline
    ? markup`<text class="note" x="${DIFFERENCE_PANEL.right + 12}" y="${text}">baseline</text>`
    : markup`${whisker(differenceScale, { estimate: differences.logLoss, y, kind })}
<text class="value" x="${WIDTH}" y="${text}" text-anchor="end">${
      withMinusSigns(signedText(differences.logLoss))
    }</text>`;
  return markup`<g class="row ${kind}${best}">${band}<title>${rowTitle(variant)}</title>
<text class="name" x="4" y="${text}">${shortened(name)}</text>
${whisker(lossScale, { estimate: logLoss, y, kind })}
<text class="value" x="${LOSS_PANEL.right + 56}" y="${text}" text-anchor="end">${
    numberText(logLoss)
  }</text>
${numbers}</g>\n`;
}

/** What a pointer resting on the row is told. */
function rowTitle(variant: VariantSummary): string {
  const { name, metrics: { logLoss }, differences } = variant;
  const own = `${name}: log loss ${numberText(logLoss)} (${intervalText(logLoss.interval)})`;
  if (differences === null) return `${own}, the baseline`;
  const { logLoss: difference } = differences;
  return `${own}, difference ${signedText(difference)} (${
    signedIntervalText(difference.interval)
  }): ` +
    logLossFinding(variant);
}

/** An interval with a dot on it; an arrow where the dot lies beyond the scale. */
function whisker(
  scale: Scale,
  { estimate, y, kind }: { estimate: Estimate; y: number; kind: string },
): Markup {
  const { value, interval: { low, high } } = estimate;
  if (value === null) return markup`<text class="note" x="${scale.left + 4}" y="${y + 4}">–</text>`;
  const line = low === null
    ? null
    : markup`<line class="whisker" x1="${scale.at(low)}" x2="${
      scale.at(high)
    }" y1="${y}" y2="${y}"/>`;
  return markup`${line}${dot(scale, { value, y, kind })}`;
}

function dot(
  scale: Scale,
  { value, y, kind }: { value: number; y: number; kind: string },
): Markup {
  const x = scale.at(value);
  if (value > scale.ticks[scale.ticks.length - 1]) {
    return markup`<path class="dot" d="M${x - 8},${y - 5}L${x + 1},${y}L${x - 8},${y + 5}Z"/>`;
  }
  if (kind === "baseline") {
    return markup`<path class="dot" d="M${x},${y - 6}l6,6l-6,6l-6,-6Z"/>`;
  }
  return markup`<circle class="dot" cx="${x}" cy="${y}" r="4.5"/>`;
}

/** A vertical line at a value that others are held against; nothing when it is out of sight. */
function guide(
  scale: Scale,
  { value, bottom, kind }: { value: number | null; bottom: number; kind: "base" | "coin" },
): Markup | null {
  const { ticks } = scale;
  if (value === null || value < ticks[0] || value > ticks[ticks.length - 1]) return null;
  const x = scale.at(value);
  const label = kind === "coin"
    ? markup`<text class="note" x="${x}" y="${TOP - 26}" text-anchor="middle">coin</text>`
    : null;
  return markup`<line class="guide ${kind}" x1="${x}" x2="${x}" y1="${
    TOP - 6
  }" y2="${bottom}"/>${label}`;
}

function shortened(name: string): string {
  return name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;
}
