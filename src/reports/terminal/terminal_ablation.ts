import { escapeControls } from "../../base/text/control_characters.ts";
import type { Ablation } from "../../records/ablation.ts";
import { counted } from "../../base/text/counted.ts";
import type { RunSummary } from "../../records/summary.ts";
import {
  changeText,
  interactionsText,
  type RankedEffect,
  rankedEffects,
  spreadName,
  spreadText,
  togetherText,
} from "../sections/effects.ts";
import { entryNote } from "../sections/front_lines.ts";
import { durationText, numberText, signedIntervalText, signedText } from "../sections/format.ts";
import { wrapped } from "./wrapped.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Maximum number of effects in a terminal; report.md has all. */
const MOST_EFFECTS = 8;
const MOST_SPREADS = 3;
const MOST_ON_FRONT = 6;

/** Effects of the varied parameters on log loss, and the Pareto-optimal variants; short. */
export function* terminalAblation(summary: RunSummary, width: number): Iterable<string> {
  const ablation = summary.ablation.find(({ metric }) => metric === "logLoss");
  if (ablation) {
    yield* effectLines(ablation, { ...summary, width });
    for (const line of [seeds(ablation, summary), together(ablation)]) {
      if (line !== null) yield* wrapped(`- ${line}`, width);
    }
  }
  const front = frontLine(summary);
  if (front !== null) yield* wrapped(`- ${front}`, width);
}

function* effectLines(
  ablation: Ablation,
  { noise, width }: Pick<RunSummary, "noise"> & { readonly width: number },
): Iterable<string> {
  const ranked = rankedEffects(ablation, noise);
  if (ranked.length === 0) return;
  const criterion = noise === null ? "95 % CI excludes zero" : "95 % CI excludes zero, above noise";
  yield "\n";
  yield* wrapped(
    `Effect of each setting on log loss, averaged over the others (* ${criterion}):`,
    width,
  );
  const shown = ranked.slice(0, MOST_EFFECTS);
  const ends = shown.map(({ effect }) =>
    `  ${signedText(effect).padStart(6)}  ${signedIntervalText(effect.interval)}`
  );
  const room = width - 2 - largest(ends.map(({ length }) => length));
  const names = fittingNames(shown, room);
  for (const [i, { clear }] of shown.entries()) {
    yield `${clear ? "*" : " "} ${names[i]}${ends[i]}\n`;
  }
  const left = ranked.length - shown.length;
  if (left > 0) yield `  and ${left} more in report.md\n`;
}

/** Names of equal width, with the reference value where there is room. */
function fittingNames(effects: readonly RankedEffect[], room: number): readonly string[] {
  const long = effects.map((effect) => escapeControls(changeText(effect)));
  const names = long.every(({ length }) => length <= room)
    ? long
    : long.map((name) => name.split(" instead of ")[0]!.slice(0, room));
  const width = largest(names.map(({ length }) => length));
  return names.map((name) => name.padEnd(width));
}

function seeds({ spreads }: Ablation, { variants }: RunSummary): string | null {
  if (spreads.length === 0) return null;
  const shown = spreads.slice(0, MOST_SPREADS).map((spread) =>
    `${spreadName(spread, variants)} ${spreadText(spread)}`
  );
  const left = spreads.length - shown.length;
  const rest = left > 0 ? [`and ${counted(left, "setting")} more in report.md`] : [];
  return `Log loss over seeds, mean ± sd: ${[...shown, ...rest].join("; ")}.`;
}

function together(ablation: Ablation): string | null {
  const text = interactionsText(ablation);
  if (text === null) return null;
  const [first] = ablation.interactions.filter(({ clear }) => clear);
  const largest = first ? ` Largest: ${togetherText(first)}, ${signedText(first.effect)}.` : "";
  return `Interactions: ${text}.${largest}`;
}

/** The variants that are Pareto-optimal in time and log loss. */
function frontLine({ pareto: { entries }, variants }: RunSummary): string | null {
  if (entries.length === 0 || variants.length < 2) return null;
  const shown = entries.slice(0, MOST_ON_FRONT).map((entry) => {
    const loss = numberText({ value: entry.logLoss, reason: null });
    const note = entryNote(entry);
    const numbers = `${durationText(entry.medianMs)}, ${loss}${note === "" ? "" : `; ${note}`}`;
    return `"${entry.name}" (${numbers})`;
  });
  const left = entries.length - shown.length;
  const rest = left > 0 ? [`and ${left} more in report.md`] : [];
  return `Pareto-optimal (time, log loss): ${[...shown, ...rest].join(", ")}.`;
}
