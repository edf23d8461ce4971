import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { Independence } from "../../records/independence.ts";
import { levelWarning } from "../../records/level_warning.ts";
import { UNPROVEN } from "../../runs/read_run.ts";
import type { VariantPair } from "./first_difference.ts";
import type { VideoPairing } from "./pair_videos.ts";
import type { KnownNoise } from "./value_tolerance.ts";

interface Ground {
  readonly pairing: VideoPairing;
  readonly noise: KnownNoise | null;
  /** The level that is resampled, and that the runs have different ones, a sentence; `null`: they do not. */
  readonly independence: Independence;
  readonly disagreement: string | null;
}

/** Warnings for the reader of a comparison, one sentence each. */
export function comparisonWarnings(
  runs: readonly [before: ComparableRun, after: ComparableRun],
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
    ...valueWarning(runs, noise),
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

/** A note on how runs on a GPU are compared. */
function valueWarning(runs: readonly ComparableRun[], noise: KnownNoise | null): string[] {
  if (runs.every(({ manifest }) => manifest.execution.used !== "cuda")) return [];
  const limit = noise === null
    ? "the tolerance for GPUs, since no noise floor was measured (eval --repeat-baseline)"
    : "the noise floor";
  return [
    "GPU results are not bit-identical between runs: face detection is compared by the number of " +
    `faces, classification by P(fake) within ${limit}.`,
  ];
}
