import type { Finding } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type { ComparedVariant, RunComparison } from "../../records/run_comparison.ts";
import { STAGES } from "../../records/run_result.ts";
import { namesText, sizeText } from "./comparison_cells.ts";
import { isUnchanged } from "./comparison_metrics.ts";
import { sliceHeadline } from "./comparison_slices.ts";
import { numberText, pText } from "./format.ts";
import { correctionText } from "./p_values.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** The names of the runs, and how much is compared. */
export function comparisonTitle({ before, after, videos, variants }: RunComparison): string {
  return `${before.name} → ${after.name}: ${counted(variants.length, "variant")} over ` +
    counted(videos.all, "video");
}

/** The main result, a sentence or two. */
export function comparisonHeadline(comparison: RunComparison): string {
  const { variants, videos } = comparison;
  if (variants.every(isUnchanged)) {
    const noise = largest(variants.map(({ videoNoise }) => videoNoise));
    const what = comparison.stagesRefused === undefined ? "all stages and scores" : "all scores";
    return `Nothing changed: ${what} of ${counted(videos.all, "video")} are ` +
      `identical${noise === 0 ? "" : `, P(fake) within the noise of ${sizeText(noise)}`}.`;
  }
  const loss = variants.length === 1 ? oneVariant(variants[0]!) : manyVariants(variants);
  return [loss, sliceHeadline(comparison), origin(comparison)].filter(Boolean).join(" ");
}

function oneVariant({ name, metrics, comparison }: ComparedVariant): string {
  if (comparison === null) return "No video has a label, so log loss cannot be compared.";
  const { finding, doubt, detectable, adjustedP } = comparison.metrics.logLoss;
  const { before, after } = metrics.logLoss;
  const numbers = `log loss ${numberText(before)} before, ${numberText(after)} after`;
  switch (finding) {
    case "better":
    case "worse":
      return `"${name}" is significantly ${finding}: ${numbers}` +
        `${adjustedP.value === null ? "" : `, ${pText(adjustedP.value)}`}.`;
    case "equal":
      return `"${name}" has the same scores, and so the same log loss, ${numberText(after)}.`;
    case "not shown":
      return `"${name}" did not change significantly: ${numbers}; ${doubt}` +
        (detectable.value === null
          ? `${detectable.reason === doubt ? "" : `; ${detectable.reason}`}.`
          : `; smallest detectable improvement (80 % power) ${sizeText(detectable.value)}.`);
    case "unknown":
      return `"${name}": ${numbers}; significance cannot be judged: ${doubt}.`;
    default:
      return finding satisfies never;
  }
}

function manyVariants(variants: readonly ComparedVariant[]): string {
  const having = (...findings: readonly Finding[]) =>
    variants.filter(({ comparison }) =>
      findings.includes(comparison?.metrics.logLoss.finding ?? "unknown")
    ).map(({ name }) => `"${name}"`);
  const [better, worse, equal] = [having("better"), having("worse"), having("equal")];
  const [notShown, unknown] = [having("not shown"), having("unknown")];
  const parts = [
    ...(better.length > 0
      ? [`${better.length} significantly better (${namesText(better, 3)})`]
      : []),
    ...(worse.length > 0 ? [`${worse.length} significantly worse (${namesText(worse, 3)})`] : []),
    ...(notShown.length > 0 ? [`${notShown.length} not significantly different`] : []),
    ...(equal.length > 0 ? [`${equal.length} with the same scores`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} cannot be judged`] : []),
  ];
  const families = variants.map(({ comparison }) => comparison?.metrics.logLoss.family ?? 0);
  const correction = correctionText(largest(families));
  return `Log loss of ${counted(variants.length, "variant")}${correction && `, ${correction}`}: ` +
    `${parts.join(", ")}.`;
}

/** Number of scores that changed, and the stage at which most videos first differ. */
function origin({ variants, videos: { all: videos }, stagesRefused }: RunComparison): string {
  const moved = variants.reduce((sum, { movedVideos }) => sum + movedVideos, 0);
  const what = counted(videos * variants.length, variants.length === 1 ? "video" : "score");
  if (stagesRefused !== undefined) return `${moved} of ${what} changed.`;
  const counts = STAGES.map((stage) =>
    variants.reduce((sum, { begins }) => sum + begins[stage], 0)
  );
  const most = STAGES[counts.indexOf(largest(counts))];
  const stages = counts.filter((count) => count > 0).length;
  if (stages === 0) return `${moved} of ${what} changed, though no stage's output differs.`;
  return `${moved} of ${what} changed; outputs first differ at stage ${most}` +
    `${stages === 1 ? "" : " in most videos"}.`;
}
