import { escapeControls } from "../../base/text/control_characters.ts";
import { counted } from "../../base/text/counted.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import {
  deviceText,
  durationText,
  intervalText,
  numberText,
  pNumber,
  settingsNotInName,
  settingsText,
  signedIntervalText,
  signedText,
  sizeText,
} from "../sections/format.ts";
import { adjustedPMeaning, correctionText, familyOf, P_MEANING } from "../sections/p_values.ts";
import { findingText } from "../sections/difference_text.ts";
import { countFallbacks } from "../sections/count_fallbacks.ts";
import { terminalAblation } from "./terminal_ablation.ts";
import { wrapped } from "./wrapped.ts";
import { operatingLine } from "../sections/operating_lines.ts";
import { splitWarnings } from "../sections/leading_warnings.ts";
import { shownVariants } from "../sections/shown_variants.ts";
import { bestOf, grounds, headline, logLossFinding, plainLine } from "../sections/verdict_lines.ts";
import { paint } from "./paint.ts";
import { largest } from "../../base/numeric/extremes.ts";

export interface TerminalOptions {
  /** Characters that fit on a line. */
  readonly width: number;
  /** Whether the terminal shows bold and dim text. */
  readonly colour: boolean;
}

interface Column {
  readonly title: string;
  cell(variant: VariantSummary): string;
  /** Columns with higher numbers are dropped first in a narrow terminal; 0: never. */
  readonly spare: number;
}

const GAP = "  ";
const SHORTEST_NAME = 16;
/** Columns with higher `spare` are dropped before any name is cut. */
const DROPPED_BEFORE_NAMES = 2;
/** Columns make room for names up to this long, since names that are cut may be confused. */
const ROOM_FOR_NAMES = 36;
const MOST_VARIANTS = 50;

const COLUMNS: readonly Column[] = [
  { title: "log loss", cell: (v) => starred(v, "logLoss"), spare: 0 },
  { title: "95 % CI", cell: (v) => intervalText(v.metrics.logLoss.interval), spare: 3 },
  {
    title: "difference",
    cell: (v) => v.differences ? signedText(v.differences.logLoss) : "",
    spare: 0,
  },
  {
    title: "95 % CI",
    cell: (v) => v.differences ? signedIntervalText(v.differences.logLoss.interval) : "",
    spare: 4,
  },
  { title: "p", cell: (v) => pCell(v.comparison?.metrics.logLoss.test.p), spare: 10 },
  {
    title: "adjusted p",
    cell: (v) => pCell(v.comparison?.metrics.logLoss.adjustedP.value),
    spare: 5,
  },
  { title: "noise", cell: (v) => noiseCell(v), spare: 6 },
  { title: "", cell: findingCell, spare: 0 },
  { title: "AUC", cell: (v) => starred(v, "auc"), spare: 1 },
  { title: "accuracy", cell: (v) => starred(v, "accuracy"), spare: 8 },
  { title: "Brier", cell: (v) => starred(v, "brier"), spare: 9 },
  { title: "not scored", cell: (v) => String(countFallbacks(v)), spare: 7 },
  { title: "time/video", cell: (v) => durationText(v.timing.medianMs), spare: 2 },
];

/** The comparison of a run's variants for a terminal: a table, its legend, and the results in words. */
export function* terminalTable(summary: RunSummary, options: TerminalOptions): Iterable<string> {
  const variants = shownVariants(summary, MOST_VARIANTS);
  const columns = fittingColumns(variants, options.width);
  const { leading, others } = splitWarnings(summary);
  yield* wrapped(titleLine(summary), options.width);
  for (const warning of leading) yield* wrapped(`! ${warning}`, options.width);
  yield "\n";
  yield* tableLines(summary, { ...options, variants, columns });
  const left = summary.variants.length - variants.length;
  if (left > 0) yield `  and ${counted(left, "variant")} more in summary.csv\n`;
  yield "\n";
  yield* wrapped(legend(summary, columns), options.width);
  yield "\n";
  yield* wrapped(plainLine(headline(summary)), options.width);
  for (const line of grounds(summary)) yield* wrapped(`- ${plainLine(line)}`, options.width);
  yield* terminalAblation(summary, options.width);
  const operating = operatingLine(summary);
  if (operating !== null) yield* wrapped(`- ${operating}`, options.width);
  for (const warning of others) yield* wrapped(`! ${warning}`, options.width);
}

function titleLine({ manifest, videos }: RunSummary): string {
  const { dataset, times } = manifest;
  const split = dataset.split === null ? "" : `, split ${dataset.split}`;
  const classes = `${dataset.real} REAL, ${dataset.fake} FAKE`;
  const time = times.endToEndMs === null || isImported(manifest)
    ? ""
    : `, ${durationText(times.endToEndMs)}`;
  return `${dataset.name}${split}: ${counted(videos.all, "video")} (${classes})${time}, ` +
    deviceText(manifest);
}

function* tableLines(
  summary: RunSummary,
  { variants, columns, width, colour }: TerminalOptions & {
    variants: readonly VariantSummary[];
    columns: readonly Column[];
  },
): Iterable<string> {
  const widths = columns.map((column) => columnWidth(column, variants));
  const used = widths.reduce((sum, one) => sum + GAP.length + one, GAP.length);
  const room = Math.max(SHORTEST_NAME, width - used);
  const labels = variants.map((variant) => labelOf(variant, room));
  const nameWidth = Math.max("variant".length, largest(labels.map((label) => label.length)));
  const line = (mark: string, name: string, cells: readonly string[]) =>
    [
      `${mark} ${name.padEnd(nameWidth)}`,
      ...cells.map((cell, c) => cell.padStart(widths[c]!)),
    ].join(GAP).trimEnd();
  yield `${paint(line(" ", "variant", columns.map(({ title }) => title)), "dim", { colour })}\n`;
  const best = bestOf(summary);
  for (const [i, variant] of variants.entries()) {
    const isBaseline = variant.name === summary.manifest.compareWith;
    const text = line(
      isBaseline ? "=" : variant === best ? "*" : " ",
      labels[i]!,
      columns.map(({ cell }) => cell(variant)),
    );
    yield `${paint(text, "bold", { colour: colour && variant === best })}\n`;
  }
}

/** The columns that fit beside a name of the shortest width, in their usual order. */
function fittingColumns(variants: readonly VariantSummary[], width: number): readonly Column[] {
  const needed = (columns: readonly Column[]) =>
    columns.reduce((sum, column) => sum + GAP.length + columnWidth(column, variants), 0);
  const longest = largest(variants.map(({ name }) => name.length));
  let columns = COLUMNS.filter(({ cell }) => variants.some((variant) => cell(variant) !== ""));
  while (true) {
    const spare = largest(columns.map((column) => column.spare));
    const name = spare > DROPPED_BEFORE_NAMES ? Math.min(longest, ROOM_FOR_NAMES) : SHORTEST_NAME;
    if (spare === 0 || 2 + name + needed(columns) <= width) break;
    columns = columns.filter((column) => column.spare !== spare);
  }
  return columns;
}

function columnWidth({ title, cell }: Column, variants: readonly VariantSummary[]): number {
  return Math.max(title.length, largest(variants.map((variant) => cell(variant).length)));
}

/** A p-value; empty where there is none. */
function pCell(p: number | null | undefined): string {
  return p == null ? "" : pNumber(p);
}

/** Noise floor of log loss. */
function noiseCell({ comparison }: VariantSummary): string {
  const noise = comparison?.metrics.logLoss.noise ?? null;
  return noise === null ? "" : `±${sizeText(noise)}`;
}

/** Finding on the difference in log loss, short. */
function findingCell(variant: VariantSummary): string {
  const finding = logLossFinding(variant);
  if (finding === "unknown") return "";
  return finding === "not shown" ? "n.s." : findingText(finding);
}

function starred({ metrics, best }: VariantSummary, name: string): string {
  return `${numberText(metrics[name]!)}${best.includes(name) ? "*" : " "}`;
}

/** The variant's name, with the settings that are not part of it where there is room. */
function labelOf(variant: VariantSummary, room: number): string {
  const plain = escapeControls(variant.name);
  const settings = settingsText(settingsNotInName(variant));
  const long = `${plain} [${escapeControls(settings)}]`;
  if (settings !== "" && long.length <= room) return long;
  return plain.length <= room ? plain : truncateText(plain, room);
}

/** Cuts a name in the middle: generated names differ at their ends as often as at their beginnings. */
function truncateText(name: string, room: number): string {
  const end = Math.floor((room - 1) / 2);
  return `${name.slice(0, room - 1 - end)}…${name.slice(name.length - end)}`;
}

function legend({ manifest, variants }: RunSummary, columns: readonly Column[]): string {
  const judged = variants.flatMap(({ comparison }) => comparison?.metrics.logLoss ?? []);
  const has = (title: string) => columns.some((column) => column.title === title);
  return [
    `= baseline (${escapeControls(manifest.compareWith)})`,
    "* best",
    "difference: log loss minus the baseline's",
    ...(has("p") ? [`p: ${P_MEANING}`] : []),
    ...(has("adjusted p") ? [`adjusted p: ${adjustedPMeaning(judged)}`] : []),
    ...(judged.length > 0
      ? [`n.s.: not significant ${correctionText(familyOf(judged))}`.trimEnd()]
      : []),
    ...(judged.some(({ finding }) => finding === "equal") ? ["equal: the same scores"] : []),
  ].join(" · ");
}
