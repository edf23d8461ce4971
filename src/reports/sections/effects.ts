import type { Ablation, Interaction, MainEffect, SeedSpread } from "../../records/ablation.ts";
import { isSignificant } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type { VariantSummary } from "../../records/summary.ts";
import { bySignificance } from "../../analysis/effects/read_ablation.ts";
import { numberText, settingsText, settingText } from "./format.ts";
import { correctionText, familyOf } from "./p_values.ts";

/** Sorts effects: significant ones first, then by size. */
export function rankedEffects({ effects }: Ablation): readonly MainEffect[] {
  return bySignificance(effects);
}

/** Meaning of a mark on effects: `significant after correcting for 13 comparisons`. */
export function significanceMark({ effects }: Pick<Ablation, "effects">): string {
  return `significant ${correctionText(familyOf(effects))}`.trimEnd();
}

/** `frames=8 instead of 32`. */
export function changeText(
  { parameter, value, reference }: Pick<MainEffect, "parameter" | "value" | "reference">,
): string {
  return `${parameter}=${settingText(value)} instead of ${settingText(reference)}`;
}

/** Difference of the spread's setting from the baseline: `jitter=3 readIndices=walk`. */
export function spreadName(
  { settings, variants }: SeedSpread,
  summaries: readonly VariantSummary[],
): string {
  const { differs } = summaries[variants[0]!]!;
  const named = Object.entries(differs).filter(([name]) => name in settings);
  return named.length === 0 ? "the baseline's settings" : settingsText(Object.fromEntries(named));
}

/** `0.420 ± 0.012 (3 seeds)`. */
export function spreadText({ mean, deviation, variants }: SeedSpread): string {
  return `${numberText(mean)} ± ${numberText(deviation)} (${counted(variants.length, "seed")})`;
}

/** `a=1 with b=2`. */
export function togetherText({ factors: [one, other] }: Interaction): string {
  const part = ({ parameter, value }: typeof one) => `${parameter}=${settingText(value)}`;
  return `${part(one)} with ${part(other)}`;
}

/** Number of significant interactions; `null`: none was computed. */
export function interactionsText({ interactions, interactionsTried }: Ablation): string | null {
  if (interactionsTried === 0) return null;
  const significant = interactions.filter(isSignificant).length;
  const correction = correctionText(familyOf(interactions));
  return `${significant} of ${counted(interactionsTried, "interaction")} significant ${correction}`
    .trimEnd();
}
