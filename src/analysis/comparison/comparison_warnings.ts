import { FEW_REPEATS, FEW_REPEATS_DOUBT, type KnownNoise } from "../../records/comparison.ts";
import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { Independence } from "../../records/independence.ts";
import { levelWarning } from "../../records/level_warning.ts";
import { UNPROVEN } from "../../runs/read_run.ts";
import type { VariantPair } from "./first_difference.ts";
import type { VideoPairing } from "./pair_videos.ts";
import type { ValuedStage } from "./value_causes.ts";
import { type ValueTolerance, valueTolerance } from "./value_tolerance.ts";

interface Ground {
  readonly pairing: VideoPairing;
  readonly noise: KnownNoise | null;
  /** The level that is resampled, and that the runs have different ones, a sentence; `null`: they do not. */
  readonly independence: Independence;
  readonly disagreement: string | null;
}

/** Warnings for the reader of a comparison, one sentence each. */
export function comparisonWarnings(
  runs: readonly [ComparableRun, ComparableRun],
  pairs: readonly VariantPair[],
  { pairing, noise, independence, disagreement }: Ground,
): readonly string[] {
  return [
    ...partWarnings(runs, pairing),
    ...regroupedWarning(pairing),
    ...(disagreement === null ? [] : [disagreement]),
    ...groupsWarning(runs[1], { pairing, independence }),
    ...pairWarnings(runs, pairs),
    ...settingWarnings(runs, pairs),
    ...editedWarning(runs),
    ...valueWarnings(runs, pairs, noise),
    ...fewRepeatsWarning(noise),
    ...unprovenWarning(runs),
  ];
}

/** Warns of runs whose files cannot be verified. */
function unprovenWarning(runs: readonly ComparableRun[]): string[] {
  return runs.filter(({ manifest }) => manifest.warnings.includes(UNPROVEN))
    .map(({ name }) => `${name}: ${UNPROVEN}`);
}

/** Warns when only a part of the datasets is compared. */
function partWarnings(
  [before, after]: readonly [ComparableRun, ComparableRun],
  { videos, onlyBefore, onlyAfter, changed }: VideoPairing,
): string[] {
  if (onlyBefore.length + onlyAfter.length + changed.length === 0) return [];
  const left = [
    [onlyBefore.length, `only in ${before.name}`],
    [onlyAfter.length, `only in ${after.name}`],
    [changed.length, "with different content or label"],
  ].filter(([count]) => count !== 0).map(([count, where]) => `${count} ${where}`);
  const compared = videos.filenames.length;
  return [
    `The datasets differ: only the ${counted(compared, "common video")} ` +
    `${compared === 1 ? "is" : "are"} compared; left out: ${left.join(", ")}.`,
  ];
}

function regroupedWarning({ regrouped, videos }: VideoPairing): string[] {
  return regrouped === 0 ? [] : [
    `${regrouped} of ${counted(videos.filenames.length, "video")} ${
      regrouped === 1 ? "belongs" : "belong"
    } to a different group than before; ` +
    "CIs use the later run's groups.",
  ];
}

/** Warns of groups that are not independent: those of the later run, which are used. */
function groupsWarning(
  { manifest }: ComparableRun,
  { pairing: { videos: { labels } }, independence }: Pick<Ground, "pairing" | "independence">,
): string[] {
  const warning = levelWarning(independence, manifest.dataset.groupFacts);
  return warning === null || labels.every((label) => label < 0) ? [] : [warning];
}

/** Says which variants were compared although no name was in both runs. */
function pairWarnings(
  [before, after]: readonly [ComparableRun, ComparableRun],
  pairs: readonly VariantPair[],
): string[] {
  const [pair] = pairs;
  if (pairs.length !== 1 || pair!.before.name === pair!.after.name) return [];
  const [was, is] = [pair!.before.name, pair!.after.name];
  const others = [before, after].flatMap(({ variants }) => variants).length > 2
    ? "; compare --variant A=B chooses others"
    : "";
  return [`Variant "${was}" of ${before.name} is compared with "${is}" of ${after.name}${others}.`];
}

function settingWarnings(
  [before, after]: readonly [ComparableRun, ComparableRun],
  pairs: readonly VariantPair[],
): string[] {
  const warnings: string[] = [];
  if (before.manifest.clip !== after.manifest.clip) {
    warnings.push(
      `Log loss was clipped at ${before.manifest.clip} before; here it is clipped at ` +
        `${after.manifest.clip} in both.`,
    );
  }
  if (pairs.some((pair) => pair.before.decision !== pair.after.decision)) {
    warnings.push(
      "The decision threshold differs, which changes accuracy, precision, recall, F1 and MCC.",
    );
  }
  return warnings;
}

/** A warning about two runs of one commit with uncommitted changes, which are not recorded. */
function editedWarning([before, after]: readonly [ComparableRun, ComparableRun]): string[] {
  if ([before, after].some(({ manifest }) => isImported(manifest))) return [];
  const [was, is] = [before.manifest.versions.assay, after.manifest.versions.assay];
  if (was === null || was !== is || !was.endsWith("+changes")) return [];
  return [
    "Both runs are of the same commit with uncommitted changes, which are not recorded and may differ.",
  ];
}

/** How runs are compared whose last bits may differ although nothing was changed, and why. */
function valueWarnings(
  [before, after]: readonly [ComparableRun, ComparableRun],
  pairs: readonly VariantPair[],
  noise: KnownNoise | null,
): string[] {
  const manifests = [before.manifest, after.manifest] as const;
  const texts = pairs.map((pair) => {
    const tolerance = valueTolerance(manifests, pair, noise);
    return tolerance === null ? null : valueText(tolerance, noise);
  });
  return [...new Set(texts)].filter((text) => text !== null);
}

function valueText(
  { largest, stages, causes }: ValueTolerance,
  noise: KnownNoise | null,
): string {
  const names = listText(stages.map((stage) => STAGE_NAMES[stage]));
  const limit = largest === noise?.videoBound
    ? "the noise floor"
    : "the tolerance between machines, " + (noise === null
      ? "since no noise floor was measured"
      : "which is larger than the noise floor");
  return `${names} ${stages.length === 1 ? "is" : "are"} judged by value, because ${
    causes.map(({ text }) => text).join(", and ")
  }. A video counts as unchanged if it has equally many faces and P(fake) within ${largest} (${limit}).`;
}

const STAGE_NAMES: Readonly<Record<ValuedStage, string>> = {
  decode: "decoding",
  detect: "face detection",
  classify: "classification",
};

/** `Decoding, face detection and classification`. */
function listText(names: readonly string[]): string {
  const last = names.at(-1)!;
  const text = names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function fewRepeatsWarning(noise: KnownNoise | null): string[] {
  if (noise === null || noise.runs - 1 >= FEW_REPEATS) return [];
  return [`The noise floor is doubtful: ${FEW_REPEATS_DOUBT}.`];
}
