import { counted } from "../../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../../records/data_warning.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunManifest } from "../../records/manifest.ts";
import { quantile } from "../../base/numeric/statistics/quantile.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { frameWarnings } from "./frame_warnings.ts";

/** Ratio of the class sizes above which classes are imbalanced. */
const IMBALANCE = 2;

/** Fewer videos are too few for a median. */
const LEAST_VIDEOS = 8;

/** Robust standard deviations from the median beyond which a number of faces is unusual. */
const UNUSUAL = 5;

/** Lower bound of the deviation, as a share of the median, since most videos may have equally many faces. */
const LEAST_DEVIATION = 0.1;

/** Median absolute deviations in a standard deviation, for normal values. */
const MAD_TO_DEVIATION = 1.4826;

/** A classifier contradicts a label to which it gives at most this probability. */
const CONTRADICTION = 0.05;

interface Facts {
  readonly manifest: RunManifest;
  readonly columns: RunColumns;
  /** Names of variants whose scores are implausible as a whole, so that they doubt no single label; left out: none. */
  readonly implausible?: ReadonlySet<string>;
}

/** Warnings about the data, from a run's records. One pass over columns for each kind. */
export function recordWarnings(facts: Facts): readonly DataWarning[] {
  return [...contentWarnings(facts), classBalance(facts), ...containerWarnings(facts)]
    .concat(tooFewFrames(facts), unusualFaces(facts))
    .concat(contradictedLabels(facts))
    .filter((warning) => warning !== null);
}

/** Warnings about duplicate files: with equal labels they count twice, else one label is wrong. */
function contentWarnings({ columns }: Facts): readonly (DataWarning | null)[] {
  const { filenames, labels } = columns;
  const sets = rowsByContent(columns);
  const copies = sets.flatMap((rows) => rows.slice(1));
  const contradicting = sets.filter((rows) => {
    const given = rows.map((row) => labels[row]);
    return given.includes(0) && given.includes(1);
  }).flatMap((rows) => rows.map((row) => filenames[row]!));
  const twins = new Map(sets.flatMap(([first, ...rest]) => rest.map((row) => [row, first])));
  const named = (row: number) => JSON.stringify(filenames[row]);
  return [
    dataWarning("duplicate_content", copies.map((row) => filenames[row]!), (first) => {
      const are = copies.length === 1 ? "is a copy" : "are copies";
      const twin = named(twins.get(copies[0]!)!);
      return `${counted(copies.length, "video")} ${are} of another, byte for byte (${first} of ` +
        `${twin}): duplicates make CIs too narrow. Keep one of each.`;
    }),
    dataWarning(
      "content_with_both_labels",
      contradicting,
      (first) =>
        `${counted(contradicting.length, "video")} with the same content as another have the ` +
        `opposite label (such as ${first}): one of the two labels is wrong. Correct it.`,
    ),
  ];
}

/** Rows with equal content, where there are several, in order of the first of each. */
function rowsByContent({ data: { contentHashes } }: RunColumns): readonly (readonly number[])[] {
  const sets = new Map<string, number[]>();
  contentHashes.forEach((hash, row) => {
    if (hash === null) return;
    const rows = sets.get(hash);
    if (rows) rows.push(row);
    else sets.set(hash, [row]);
  });
  return [...sets.values()].filter((rows) => rows.length > 1);
}

function classBalance({ columns: { labels } }: Facts): DataWarning | null {
  const count = (label: number) => labels.reduce((sum, one) => one === label ? sum + 1 : sum, 0);
  const fake = count(1), real = count(0), all = fake + real;
  const [few, many] = fake < real ? ["FAKE", "REAL"] : ["REAL", "FAKE"];
  const least = Math.min(fake, real), most = Math.max(fake, real);
  if (most <= IMBALANCE * least) return null;
  const kind = "class_balance";
  if (least === 0) {
    const sentence =
      `All labelled videos (${all}) are ${many}: AUC and other metrics that need both classes ` +
      `cannot be computed. Add ${few} videos.`;
    return { kind, sentence, count: all, examples: [] };
  }
  const share = Math.round(100 * most / all);
  const sentence =
    `Only ${least} of ${counted(all, "labelled video")} ${
      least === 1 ? "is" : "are"
    } ${few}: a constant answer of ${many} has ` +
    `${share} % accuracy. Prefer AUC, balanced accuracy and log loss skill to accuracy, and compare ` +
    "log loss only between datasets with the same class balance.";
  return { kind, sentence, count: least, examples: [] };
}

/** Warns of videos that their metadata rotate, or whose frame count is wrong. */
function containerWarnings({ manifest, columns }: Facts): readonly DataWarning[] {
  if (isImported(manifest)) return []; // how the videos were read is not known
  const { filenames, data: { containers } } = columns;
  const videos = filenames.flatMap((name, row) => {
    const container = containers[row];
    return container ? [{ name, ...container }] : [];
  });
  return frameWarnings(videos, manifest.variants);
}

function tooFewFrames({ manifest, columns: { filenames, data } }: Facts): DataWarning | null {
  const { framesRequested, framesRead, failed } = data;
  const rows = rowsWhere(
    filenames,
    (row) => !failed[row] && framesRead[row]! < framesRequested[row]!,
  );
  const row = rows[0]!;
  const many = counted(rows.length, "video");
  const { compareWith } = manifest;
  return dataWarning("too_few_frames", rows.map((row) => filenames[row]!), (first) => {
    const shown = `${first}: ${framesRead[row]} of ${framesRequested[row]}`;
    return `${many} gave fewer frames than requested by variant ${compareWith} (${shown}): short or ` +
      "truncated videos, a container that claims too many, or a repeated index, after which " +
      "readIndices: walk reads nothing. See framesRead in predictions.csv; set frameCount to decoded, " +
      "request fewer frames, use readIndices: each, or exclude these videos.";
  });
}

function unusualFaces({ columns: { filenames, data } }: Facts): DataWarning | null {
  const { faces, failed } = data;
  const usable = rowsWhere(filenames, (row) => !failed[row]);
  if (usable.length < LEAST_VIDEOS) return null;
  const { median, deviation } = robustSpread(usable.map((row) => faces[row]!));
  const distance = UNUSUAL * deviation;
  const rows = usable.filter((row) => Math.abs(faces[row]! - median) > distance);
  const have = rows.length === 1 ? "has" : "have";
  const many = counted(rows.length, "video");
  return dataWarning("unusual_face_count", rows.map((row) => filenames[row]!), (first) => {
    const shown = `${first}: ${faces[rows[0]!]}`;
    return `${many} ${have} far more or fewer faces than the median of ${median} (${shown}; more ` +
      `than ${UNUSUAL} robust standard deviations away): other people, false detections, or missed ` +
      "faces. Check their thumbnails.";
  });
}

/** The median, and the standard deviation estimated from the median absolute deviation. */
function robustSpread(values: readonly number[]): { median: number; deviation: number } {
  const middle = (numbers: readonly number[]) => quantile(numbers.toSorted((a, b) => a - b), 0.5);
  const median = middle(values);
  const mad = middle(values.map((value) => Math.abs(value - median)));
  return {
    median,
    deviation: Math.max(MAD_TO_DEVIATION * mad, LEAST_DEVIATION * median, LEAST_DEVIATION),
  };
}

/** Warns of videos whose label is contradicted by every variant that scored them. */
function contradictedLabels({ manifest, columns, implausible }: Facts): DataWarning | null {
  const { filenames, labels } = columns;
  const judging = {
    labels,
    variants: columns.variants.filter(({ name }) => !implausible?.has(name)),
  };
  const rows = rowsWhere(filenames, (row) => labels[row]! >= 0 && isContradicted(judging, row));
  const own = new Set(judging.variants.map(({ name }) => name));
  const used = manifest.variants.filter(({ name }) => own.has(name))
    .flatMap((variant) => variant.classifiers);
  const classifiers = new Set(
    manifest.classifiers.filter(({ column }) => used.includes(column)).map(({ model }) => model),
  ).size;
  const alone = classifiers === 1 || (classifiers === 0 && judging.variants.length === 1);
  const who = classifiers === 0
    ? "every variant"
    : alone
    ? "the only classifier, in every variant,"
    : `all ${classifiers} classifiers, in every variant,`;
  const doubt = alone ? " With only one classifier, the classifier may be wrong instead." : "";
  return dataWarning(
    "contradicted_labels",
    rows.map((row) => filenames[row]!),
    (first) =>
      `The label of ${counted(rows.length, "video")} is contradicted by ${who} with at least ` +
      `${100 * (1 - CONTRADICTION)} % confidence (such as ${first}). Watch ` +
      `${rows.length === 1 ? "it" : "them"} and check the label.${doubt}`,
  );
}

function isContradicted(
  { labels, variants }: Pick<RunColumns, "labels" | "variants">,
  row: number,
): boolean {
  let scored = 0;
  for (const { probabilities, fellBack } of variants) {
    if (fellBack[row]) continue;
    const ofLabel = labels[row] === 1 ? probabilities[row]! : 1 - probabilities[row]!;
    if (ofLabel > CONTRADICTION) return false;
    scored += 1;
  }
  return scored > 0;
}

function rowsWhere(filenames: readonly string[], test: (row: number) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < filenames.length; row++) if (test(row)) rows.push(row);
  return rows;
}
