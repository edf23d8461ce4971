import type { Ablation } from "../../records/ablation.ts";
import { counted } from "../../base/text/counted.ts";
import type { ParetoEntry, RunSummary } from "../../records/summary.ts";
import { isSignificant, type JudgedDifference } from "../../records/comparison.ts";
import { findingText, NOT_SIGNIFICANT } from "../sections/difference_text.ts";
import {
  interactionsText,
  rankedEffects,
  significanceMark,
  spreadName,
  togetherText,
} from "../sections/effects.ts";
import { P_MEANING } from "../sections/p_values.ts";
import { frontNotes } from "../sections/front_lines.ts";
import {
  durationText,
  NO_VALUE,
  numberText,
  pNumber,
  settingText,
  signedIntervalText,
  signedText,
} from "../sections/format.ts";
import { escaped, table } from "./markdown_text.ts";

/** Names of equal variants that are listed for each Pareto-optimal one. */
const MOST_EQUAL = 6;

/** Effects of each varied parameter on each compared metric. */
export function* markdownAblation(summary: RunSummary): Iterable<string> {
  if (summary.ablation.length === 0) return;
  yield "\n## Parameter effects\n\nEach value against the reference value, averaged over all settings of the ";
  yield "other parameters that were run with both. Findings follow the same rules as those on variants. ";
  yield `_p_: ${P_MEANING}; _adjusted p_: the larger of it and the permutation test's, Holm-adjusted for the `;
  yield `effects of all values on that metric (interactions are a family of their own). ${NOT_SIGNIFICANT}\n`;
  for (const ablation of summary.ablation) {
    const title = summary.metrics.find(({ name }) => name === ablation.metric)?.title;
    yield `\n### Effects on ${title ?? ablation.metric}\n\n`;
    yield* effects(ablation);
    yield* seeds(ablation, summary);
    yield* together(ablation);
  }
}

function* effects(ablation: Ablation): Iterable<string> {
  if (ablation.effects.length === 0) {
    yield "No two settings differ in exactly one parameter.\n";
    return;
  }
  yield `Bold: ${significanceMark(ablation)}.\n\n`;
  yield* table(
    [
      "parameter",
      "value",
      "reference",
      "averaged over",
      "mean",
      "reference mean",
      "effect",
      "95 % CI",
      ...TESTS,
    ],
    rankedEffects(ablation).map((effect) => {
      const size = signedText(effect.effect);
      return [
        escaped(effect.parameter),
        escaped(settingText(effect.value)),
        escaped(settingText(effect.reference)),
        counted(effect.settings, "setting"),
        numberText(effect.mean),
        numberText(effect.referenceMean),
        isSignificant(effect) ? `**${size}**` : size,
        signedIntervalText(effect.effect.interval),
        ...testCells(effect),
      ];
    }),
  );
}

/** Titles of `testCells`. */
const TESTS = ["p", "adjusted p", "finding"] as const;

function testCells({ test, adjustedP, finding, doubt }: JudgedDifference): readonly string[] {
  const cell = (p: number | null) => p === null ? NO_VALUE : escaped(pNumber(p));
  const reason = doubt === null ? "" : `: ${escaped(doubt)}`;
  return [cell(test.p), cell(adjustedP.value), `${findingText(finding)}${reason}`];
}

function* seeds({ spreads }: Ablation, summary: RunSummary): Iterable<string> {
  if (spreads.length === 0) return;
  yield "\nSettings run with several seeds, which are averaged above:\n\n";
  yield* table(
    ["setting", "seeds", "mean ± sd", "largest difference"],
    spreads.map((spread) => [
      escaped(spreadName(spread, summary.variants)),
      String(spread.variants.length),
      `${numberText(spread.mean)} ± ${numberText(spread.deviation)}`,
      numberText(spread.range),
    ]),
  );
}

/** Interactions: two changes whose joint effect is not the sum of their effects. */
function* together(ablation: Ablation): Iterable<string> {
  const text = interactionsText(ablation);
  if (text === null) return;
  yield `\nInteractions (joint effect of two changes minus the sum of their effects): ${text}.\n`;
  const significant = ablation.interactions.filter(isSignificant);
  if (significant.length === 0) return;
  yield "\n";
  yield* table(
    ["interaction", "averaged over", "effect", "95 % CI", ...TESTS],
    significant.map((interaction) => [
      escaped(togetherText(interaction)),
      counted(interaction.settings, "setting"),
      signedText(interaction.effect),
      signedIntervalText(interaction.effect.interval),
      ...testCells(interaction),
    ]),
  );
}

/** The variants that are Pareto-optimal in time and log loss. */
export function* markdownFront(summary: RunSummary): Iterable<string> {
  const { pareto: { entries }, variants } = summary;
  if (variants.length < 2 || entries.length === 0) return;
  yield `\n## Pareto-optimal variants\n\n${frontNotes(summary).join(" ")} Fastest first.\n\n`;
  yield* table(
    ["variant", "time per video", "log loss", "equal within noise"],
    entries.map((entry) => [
      escaped(entry.name + seedsText(entry)),
      durationText(entry.medianMs),
      numberText({ value: entry.logLoss, reason: null }),
      listed(entry.equal),
    ]),
  );
}

function seedsText({ otherSeeds }: ParetoEntry): string {
  return otherSeeds.length === 0 ? "" : ` (mean of ${otherSeeds.length + 1} seeds)`;
}

/** The first names, and how many more there are. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return NO_VALUE;
  const more = names.length - MOST_EQUAL;
  const shown = names.slice(0, MOST_EQUAL).map(escaped).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
