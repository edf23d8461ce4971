import { counted } from "../../base/text/counted.ts";
import { inputError } from "../../records/errors.ts";
import type { DatasetVideo } from "../../records/video.ts";
import { type MatchedVideo, matchNames } from "./match_names.ts";
import type { ReadScores, ScoreRow } from "./read_scores.ts";
import { namesText, scoresError } from "./scores_error.ts";

/** The scores of the dataset's videos. */
export interface ScoredVideos {
  /** Names of the variants, in the order in which the file has them. */
  readonly variants: readonly string[];
  /** Rows with a score, by variant, then by video. */
  readonly byVariant: ReadonlyMap<string, ReadonlyMap<string, readonly ScoreRow[]>>;
  /** How names were matched with videos, by name. */
  readonly matched: ReadonlyMap<string, MatchedVideo>;
  /** Names in the file that the dataset does not have. */
  readonly unmatched: readonly string[];
  /** Number of scores that the file does not have: videos times variants. */
  readonly missing: number;
}

export interface ScoredVideosOptions {
  /** As messages call the file, and the dataset. */
  readonly name: string;
  readonly dataset: string;
  /** Whether a video may have several rows, of its faces or frames. */
  readonly pooled: boolean;
  readonly allowMissing: boolean;
}

/**
 * Finds the scores of each video.
 * @throws AssayError (exit 3): SCORES_UNMATCHED when no name is in the dataset, SCORES_BROKEN when a video has two scores,
 * SCORES_MISSING when a video has none and that is not allowed
 */
export function scoredVideos(
  { rows }: Pick<ReadScores, "rows">,
  videos: readonly DatasetVideo[],
  options: ScoredVideosOptions,
): ScoredVideos {
  const names = new Set(rows.map(({ name }) => name));
  const matched = matchNames(names, videos.map(({ id }) => id));
  const unmatched = [...names].filter((name) => !matched.has(name));
  if (matched.size === 0) throw nothingMatched(unmatched, videos, options);
  const byVariant = new Map<string, Map<string, ScoreRow[]>>();
  const faces = new Map<string, ScoreRow>();
  for (const row of rows) {
    const id = matched.get(row.name)?.id;
    const ofVariant = byVariant.get(row.variant) ?? new Map<string, ScoreRow[]>();
    byVariant.set(row.variant, ofVariant);
    if (id === undefined || row.probability === null) continue;
    const own = ofVariant.get(id);
    const face = JSON.stringify([row.variant, id, row.frame, row.face]);
    const twin = row.face === null ? undefined : faces.get(face);
    if (twin !== undefined && options.pooled) throw scoredTwice(id, [twin, row], options);
    faces.set(face, row);
    if (own === undefined) ofVariant.set(id, [row]);
    else if (options.pooled) own.push(row);
    else throw scoredTwice(id, [own[0]!, row], options);
  }
  const missing = requireAll(byVariant, videos, options);
  return { variants: [...byVariant.keys()], byVariant, matched, unmatched, missing };
}

function nothingMatched(
  names: readonly string[],
  videos: readonly DatasetVideo[],
  { name, dataset }: ScoredVideosOptions,
) {
  const [first] = videos;
  const example = first === undefined ? "" : `, whose first video is ${JSON.stringify(first.id)}`;
  return inputError("SCORES_UNMATCHED", {
    what: `none of the ${counted(names.length, "name")} in ${name} (${namesText(names)}) is a ` +
      `video of ${dataset}${example}`,
    remedy: "Check --dataset, --split and --where, and the column of file names " +
      "(--column file=NAME)",
  });
}

function scoredTwice(
  id: string,
  [one, other]: readonly [ScoreRow, ScoreRow],
  { name }: ScoredVideosOptions,
) {
  const both = one.name === other.name
    ? `two scores for ${JSON.stringify(one.name)}` +
      (one.face === null
        ? ""
        : `, ${one.frame === null ? "" : `frame ${one.frame}, `}face ${one.face}`)
    : `two scores for the video ${JSON.stringify(id)}, under the names ` +
      `${JSON.stringify(one.name)} and ${JSON.stringify(other.name)}`;
  const remedy = one.face !== null
    ? "Number the faces of a frame from 0, each with its own number"
    : one.name === other.name
    ? "If they are scores of faces or frames, pass --pooling mean, or name their column with " +
      "--column frame=NAME; else remove one"
    : "Remove one of them, or give both names as the dataset has them";
  return scoresError(`has ${both}, ${one.at} and ${other.at}`, { name, remedy });
}

/** @returns the number of scores that are missing */
function requireAll(
  byVariant: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  videos: readonly DatasetVideo[],
  { name, dataset, allowMissing }: ScoredVideosOptions,
): number {
  let missing = 0;
  for (const [variant, scores] of byVariant) {
    const lacking = videos.flatMap(({ id }) => scores.has(id) ? [] : [id]);
    missing += lacking.length;
    if (lacking.length === 0 || allowMissing) continue;
    const by = byVariant.size === 1 ? "" : ` by ${JSON.stringify(variant)}`;
    throw inputError("SCORES_MISSING", {
      what: `${name} has no score${by} for ${lacking.length} of ${
        counted(videos.length, "video")
      } of ${dataset}: ${namesText(lacking)}`,
      remedy:
        "Choose the videos that were scored with --split or --where, or pass --allow-missing " +
        "to count the others as not scored (P(fake) 0.5)",
    });
  }
  return missing;
}
