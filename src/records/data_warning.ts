/** Kinds of problems with a dataset, or with a classifier's scores on it. */
export type DataWarningKind =
  | "missing_files"
  | "links_left_out"
  | "compressed_members"
  | "archives_left_out"
  | "unlisted_files"
  | "formats_left_out"
  | "groups_across_splits"
  | "identities_across_splits"
  | "demo_classifier"
  | "seen_in_training"
  | "duplicate_content"
  | "content_with_both_labels"
  | "class_balance"
  | "turned_by_metadata"
  | "frame_count_wrong"
  | "too_few_frames"
  | "unusual_face_count"
  | "contradicted_labels"
  | "reversed_scores"
  | "constant_scores"
  | "saturated_scores";

/** A warning about the data. */
export interface DataWarning {
  readonly kind: DataWarningKind;
  /** The problem, its extent, and what to do. */
  readonly sentence: string;
  /** Number of videos affected (`…_across_splits`: groups or persons); at least 1. */
  readonly count: number;
  /** Names of the first few; empty if the whole dataset is affected. */
  readonly examples: readonly string[];
}

/** Maximum number of examples of a warning. */
const MOST_EXAMPLES = 5;

/**
 * Makes a warning about the named things; `null` if there are none.
 * @param sentence is given the first name, quoted so that it cannot break the line
 */
export function dataWarning(
  kind: DataWarningKind,
  concerned: readonly string[],
  sentence: (first: string) => string,
): DataWarning | null {
  if (concerned.length === 0) return null;
  return {
    kind,
    sentence: sentence(JSON.stringify(concerned[0])),
    count: concerned.length,
    examples: concerned.slice(0, MOST_EXAMPLES),
  };
}
