import type { Ablation } from "../../records/ablation.ts";
import { counted } from "../../base/text/counted.ts";
import type { RunSummary } from "../../records/summary.ts";
import { interactionsText, rankedEffects, spreadName, togetherText } from "../sections/effects.ts";
import {
  durationText,
  numberText,
  settingText,
  signedIntervalText,
  signedText,
} from "../sections/format.ts";
import { escaped, table } from "./markdown_text.ts";

/** What each varied parameter does to each compared metric. */
export function* markdownAblation(summary: RunSummary): Iterable<string> {
  if (summary.ablation.length === 0) return;
  yield "\n## What each parameter does\n\nEach value against the one it replaces, averaged over all settings of ";
  yield "the other parameters that were run with both. Bold: the 95 % interval leaves zero out and the effect ";
  yield "exceeds the noise floor.\n";
  for (const ablation of summary.ablation) {
    const title = summary.metrics.find(({ name }) => name === ablation.metric)?.title;
    yield `\n### Effects on ${title ?? ablation.metric}\n\n`;
    yield* effects(ablation, summary);
    yield* seeds(ablation, summary);
    yield* together(ablation);
  }
}

function* effects(ablation: Ablation, { noise }: RunSummary): Iterable<string> {
  if (ablation.effects.length === 0) {
    yield "No two settings differ in one parameter alone.\n";
    return;
  }
  yield* table(
    [
      "parameter",
      "value",
      "instead of",
      "averaged over",
      "mean",
      "mean before",
      "effect",
      "95 % interval",
    ],
    rankedEffects(ablation, noise).map((effect) => {
      const size = signedText(effect.effect);
      return [
        escaped(effect.parameter),
        escaped(settingText(effect.value)),
        escaped(settingText(effect.reference)),
        counted(effect.settings, "setting"),
        numberText(effect.mean),
        numberText(effect.referenceMean),
        effect.clear ? `**${size}**` : size,
        signedIntervalText(effect.effect.interval),
      ];
    }),
  );
}

function* seeds({ spreads }: Ablation, summary: RunSummary): Iterable<string> {
  if (spreads.length === 0) return;
  yield "\nThe same setting with several seeds, which are averaged above and never compared:\n\n";
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

/** Two changes that do together what neither does alone. */
function* together(ablation: Ablation): Iterable<string> {
  const text = interactionsText(ablation);
  if (text === null) return;
  yield `\nInteractions, how much two changes together differ from the sum of each alone: ${text}.\n`;
  const clear = ablation.interactions.filter((interaction) => interaction.clear);
  if (clear.length === 0) return;
  yield "\n";
  yield* table(
    ["together", "averaged over", "beyond the sum", "95 % interval"],
    clear.map((interaction) => [
      escaped(togetherText(interaction)),
      counted(interaction.settings, "setting"),
      signedText(interaction.effect),
      signedIntervalText(interaction.effect.interval),
    ]),
  );
}

/** The variants that no other beats in both time and log loss. */
export function* markdownFront({ pareto, variants }: RunSummary): Iterable<string> {
  if (variants.length < 2 || pareto.length === 0) return;
  yield "\n## Worth their time\n\nThe variants that no other beats in both time and log loss, the fastest first; ";
  yield "every other one is slower without being better.\n\n";
  yield* table(
    ["variant", "time per video", "log loss"],
    pareto.flatMap((name) => variants.filter((variant) => variant.name === name))
      .map(({ name, timing, metrics }) => [
        escaped(name),
        durationText(timing.medianMs),
        numberText(metrics.logLoss),
      ]),
  );
}
