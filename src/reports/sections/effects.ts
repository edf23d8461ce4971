import type { Ablation, Interaction, MainEffect, SeedSpread } from "../../records/ablation.ts";
import type { NoiseFloor } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type { VariantSummary } from "../../records/summary.ts";
import type { Estimate } from "../../records/metric_value.ts";
import { numberText, settingsText, settingText } from "./format.ts";

/** The effect of a parameter's value, and whether it exceeds chance and noise. */
export interface RankedEffect extends MainEffect {
  /** Whether the 95 % CI excludes zero and the effect exceeds the noise floor, where one is known. */
  readonly clear: boolean;
}

/** Sorts effects: clear ones first, then by size. */
export function rankedEffects(
  { effects, metric }: Ablation,
  noise: NoiseFloor | null,
): readonly RankedEffect[] {
  const floor = noise?.metrics[metric]?.bound ?? 0;
  const size = ({ effect }: MainEffect) => Math.abs(effect.value ?? 0);
  return effects
    .map((effect) => ({ ...effect, clear: isClear(effect.effect, floor) }))
    .sort((a, b) => Number(b.clear) - Number(a.clear) || size(b) - size(a));
}

function isClear({ value, interval: { low, high } }: Estimate, floor: number): boolean {
  return value !== null && low !== null && (low > 0 || high < 0) && Math.abs(value) > floor;
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

/** Number of significant interactions, and how many to expect by chance; `null`: none was tested. */
export function interactionsText({ interactions, interactionsTried }: Ablation): string | null {
  if (interactionsTried === 0) return null;
  const clear = interactions.filter((interaction) => interaction.clear).length;
  return `${clear} of ${counted(interactionsTried, "interaction")} significant ` +
    "(95 % CI excludes zero; about 1 in 20 does by chance)";
}
