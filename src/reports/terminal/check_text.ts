import { escapeControls } from "../../base/text/control_characters.ts";
import { counted } from "../../base/text/counted.ts";
import type { CheckResult, GateVerdict } from "../../records/gate_verdict.ts";
import { stageCountsText } from "../../records/stage_counts.ts";
import {
  acceptedLine,
  advices,
  causeLine,
  causes,
  checkHeadline,
  checkTitle,
  hasFailed,
  type JudgedVariant,
  judgedVariants,
  multiplicityLine,
  verdictLimit,
  verdictNumber,
  verdictTitle,
} from "../sections/check_lines.ts";
import { comparisonScope } from "../sections/interval_scope.ts";
import { sliceName } from "../sections/slice_lines.ts";
import { wrapped } from "./wrapped.ts";
import { paint, type TextStyle } from "./paint.ts";
import { largest } from "../../base/numeric/extremes.ts";

export interface CheckTextOptions {
  /** Characters that fit on a line. */
  readonly width: number;
  /** Whether the terminal shows colours. */
  readonly colour: boolean;
}

const WORDS: Readonly<Record<GateVerdict["outcome"], readonly [string, TextStyle]>> = {
  pass: ["pass", "green"],
  fail: ["FAIL", "red"],
  skipped: ["skip", "yellow"],
};
const TITLES = ["gate", "number", "limit", "reason"] as const;
const GAP = "  ";
const MARK = 6;
/** Up to this many variants, passed ones are listed in full too. */
const FEW_VARIANTS = 3;
const MOST_CAUSES = 12;
const MOST_REASONS = 4;
/** Width below which the reason goes on its own line. */
const LEAST_ROOM = 40;

/** A check for a terminal: each gate with number, limit and reason; the overall verdict last. */
export function* checkText(result: CheckResult, options: CheckTextOptions): Iterable<string> {
  yield `${paint(escapeControls(checkTitle(result)), "bold", options)}\n`;
  yield* wrapped(acceptedLine(result), options.width);
  const variants = judgedVariants(result);
  for (const variant of variants) {
    const isFull = variants.length <= FEW_VARIANTS || hasFailed(variant);
    yield isFull ? "\n" : "";
    yield* isFull ? variantTable(variant, options) : [passedLine(variant, options)];
  }
  yield* causeLines(result, options);
  yield "\n";
  for (const line of [multiplicityLine(result), comparisonScope(result.comparison)]) {
    if (line !== null) yield* wrapped(line, options.width);
  }
  for (const warning of result.comparison.warnings) yield* wrapped(`! ${warning}`, options.width);
  for (const line of wrapped(checkHeadline(result), options.width)) {
    yield `${paint(line.trimEnd(), result.outcome === "pass" ? "green" : "red", options)}\n`;
  }
}

function passedLine({ name, verdicts }: JudgedVariant, options: CheckTextOptions): string {
  const passed = verdicts.filter(({ outcome }) => outcome === "pass").length;
  const skipped = verdicts.length - passed;
  const more = skipped === 0 ? "" : `, ${skipped} not judged`;
  return `${paint("pass", "green", options)}${GAP}${escapeControls(name)}: ${
    counted(passed, "gate")
  }${more}\n`;
}

function* variantTable(variant: JudgedVariant, options: CheckTextOptions): Iterable<string> {
  const verdicts = variant.verdicts.filter(({ slice, outcome }) =>
    slice === undefined || outcome === "fail"
  );
  const rows = verdicts.map((verdict) => [
    verdictTitle(verdict),
    verdictNumber(verdict),
    verdictLimit(verdict),
  ]);
  const widths = TITLES.slice(0, 3).map((title, c) =>
    Math.max(title.length, largest(rows.map((cells) => cells[c]!.length)))
  );
  const line = (cells: readonly string[]) =>
    widths.map((width, c) => c === 0 ? cells[c]!.padEnd(width) : cells[c]!.padStart(width))
      .join(GAP);
  yield `${paint(escapeControls(variant.name), "bold", options)}${where(variant)}\n`;
  yield `${paint(`${" ".repeat(MARK)}${line(TITLES)}${GAP}reason`, "dim", options)}\n`;
  for (const [i, verdict] of verdicts.entries()) {
    const [word, colour] = WORDS[verdict.outcome];
    const start = `${paint(word, colour, options)}${GAP}${line(rows[i]!)}`;
    const used = MARK + widths.reduce((sum, width) => sum + width + GAP.length, 0);
    yield* beside(start, escapeControls(verdict.reason), { used, width: options.width });
  }
  for (const advice of advices(verdicts)) yield* indented(advice, options);
  yield* otherSlices(variant.verdicts, options);
}

/** Counts the verdicts on slices that are not listed, and says why some of them are not judged. */
function* otherSlices(
  verdicts: readonly GateVerdict[],
  options: CheckTextOptions,
): Iterable<string> {
  const others = verdicts.filter(({ slice, outcome }) => slice !== undefined && outcome !== "fail");
  if (others.length === 0) return;
  const skipped = others.filter(({ outcome }) => outcome === "skipped");
  const reasons = [
    ...new Set(skipped.map(({ slice, reason }) => `${sliceName(slice!)}: ${reason}`)),
  ];
  const more = reasons.length > MOST_REASONS ? `; ${reasons.length - MOST_REASONS} more` : "";
  const why = skipped.length === 0
    ? ""
    : `, ${skipped.length} not judged (${reasons.slice(0, MOST_REASONS).join("; ")}${more})`;
  const text = `By slice: ${counted(others.length, "more verdict")}: ${
    others.length - skipped.length
  } passed${why}`;
  yield* indented(text, options);
}

/** A text on lines of its own, below the first column. */
function* indented(text: string, { width }: CheckTextOptions): Iterable<string> {
  for (const line of wrapped(text, width - MARK)) yield `${" ".repeat(MARK)}${line}`;
}

/** Text beside the start of a line, or below it where there is no room. */
function* beside(
  start: string,
  text: string,
  { used, width }: { readonly used: number; readonly width: number },
): Iterable<string> {
  const isNarrow = width - used < LEAST_ROOM;
  const indent = " ".repeat(isNarrow ? MARK : used);
  const lines = [...wrapped(text, width - indent.length)].map((line) => line.trim());
  if (isNarrow) yield `${start}\n`;
  yield `${isNarrow ? indent : `${start}${GAP}`}${lines[0]}\n`;
  for (const line of lines.slice(1)) yield `${indent}${line}\n`;
}

function where({ begins }: JudgedVariant): string {
  const text = begins === null ? "" : stageCountsText(begins);
  return text === "" ? "" : `, first differing stage: ${text}`;
}

/** Differences in configuration and environment. */
function* causeLines(result: CheckResult, options: CheckTextOptions): Iterable<string> {
  const all = causes(result);
  if (all.length === 0) return;
  yield `\n${paint("Configuration and environment: baseline → run", "bold", options)}\n`;
  for (const cause of all.slice(0, MOST_CAUSES)) {
    yield `${GAP}${escapeControls(causeLine(cause))}\n`;
  }
  if (all.length > MOST_CAUSES) yield `${GAP}and ${all.length - MOST_CAUSES} more\n`;
}
