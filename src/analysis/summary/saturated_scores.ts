import { counted } from "../../base/text/counted.ts";
import type { DataWarning } from "../../records/data_warning.ts";
import type { RunColumns, VariantColumns } from "../../runs/run_columns.ts";
import { lossShareText } from "./loss_share.ts";
import type { ScoreFacts } from "./score_facts.ts";

/** Share of the videos with a score of exactly 0 or 1 that is warned of. */
const MANY = 0.1;

/** Share of the log loss from such videos that is warned of. */
const DECISIVE = 0.25;

/** What the interval of such a log loss is. */
const INTERVAL = "Its 95 % CI, and that of the Brier score, is as if one more group had such " +
  "scores, all of them wrong; in simulations with 6 to 200 groups it held the truth in 95 to 99 %.";

/** Scores of exactly 0 or 1 of one variant. */
interface Saturation {
  readonly name: string;
  /** Place among the variants. */
  readonly place: number;
  readonly scored: number;
  /** Videos with a score of exactly 0 or 1. */
  readonly saturated: number;
  readonly labelled: number;
  /** Those of `saturated` that contradict their label. */
  readonly wrong: number;
  /** Share of the log loss that comes from `wrong`, in [0, 1]. */
  readonly share: number;
  /** Nats; `null`: no label. */
  readonly logLoss: number | null;
}

/**
 * Warns of many scores of exactly 0 or 1: the log loss of a wrong one is that of the clip, whatever the network meant.
 * One warning, about the variant whose log loss depends most on it, with how many videos make half of that log loss and
 * what it would be with other clips.
 */
export function saturatedScores(
  { manifest, columns, variants }: ScoreFacts,
): readonly DataWarning[] {
  const found = variants.map(({ name, metrics: { logLoss } }, v) =>
    saturationOf(columns.variants[v]!, columns, {
      ...{ name, place: v },
      logLoss: logLoss.value,
      clip: manifest.clip,
    })
  ).filter(isMuch);
  const [worst, ...others] = found.toSorted((a, b) =>
    b.share - a.share || b.saturated - a.saturated
  );
  if (worst === undefined) return [];
  const more = others.length === 0
    ? ""
    : ` So ${others.length === 1 ? "does" : "do"} ${counted(others.length, "other variant")}.`;
  const { name, place, saturated, scored, labelled } = worst;
  const share = labelled === 0
    ? ""
    : ` ${lossShareText(columns.variants[place]!, columns, manifest.clip)} ${INTERVAL}`;
  const sentence = `${JSON.stringify(name)} gives ${saturated} of ` +
    `${counted(scored, "scored video")} (${percent(saturated / scored)}) a P(fake) of exactly 0 ` +
    `or 1${
      lossClause(worst, manifest.clip)
    }.${more}${share} Judge such scores by AUC or Brier score, or ` +
    "set logLossClip; saturated scores often come from a wrong scale, mean or activation in the " +
    "model card.";
  return [{ kind: "saturated_scores", sentence, count: saturated, examples: [] }];
}

function saturationOf(
  { probabilities, fellBack }: VariantColumns,
  { labels }: RunColumns,
  { name, place, logLoss, clip }: {
    readonly name: string;
    readonly place: number;
    readonly logLoss: number | null;
    readonly clip: number;
  },
): Saturation {
  let scored = 0, saturated = 0, labelled = 0, wrong = 0;
  probabilities.forEach((probability, row) => {
    const label = labels[row]!;
    if (label >= 0) labelled += 1;
    if (fellBack[row] === 1) return;
    scored += 1;
    if (probability !== 0 && probability !== 1) return;
    saturated += 1;
    if (label >= 0 && probability !== label) wrong += 1;
  });
  const total = (logLoss ?? 0) * labelled;
  const share = wrong === 0 || total === 0 ? 0 : Math.min(1, wrong * -Math.log(clip) / total);
  return { name, place, scored, saturated, labelled, wrong, share, logLoss };
}

function isMuch({ scored, saturated, share }: Saturation): boolean {
  return saturated > 0 && (saturated >= MANY * scored || share >= DECISIVE);
}

/** How much of the log loss comes from the clip, or would if one of these videos were wrong. */
function lossClause({ labelled, wrong, share, logLoss }: Saturation, clip: number): string {
  const each = (-Math.log(clip)).toFixed(1);
  if (logLoss === null || labelled === 0) {
    return `: in a log loss, the clip of ${clip} decides what a wrong one costs (${each})`;
  }
  if (wrong === 0) {
    const added = (-Math.log(clip) / labelled).toFixed(3);
    return `, none of them wrong; a single wrong one would add ${added} to the log loss, which ` +
      `the clip of ${clip} decides`;
  }
  return `; ${wrong} of them ${wrong === 1 ? "is" : "are"} wrong and ${
    wrong === 1 ? "makes" : "make"
  } up ${percent(share)} of the log loss (${(share * logLoss).toFixed(3)} of ` +
    `${logLoss.toFixed(3)}): the clip of ${clip} decides it, at ${each} each`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
