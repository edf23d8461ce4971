/** What may be wrong with a dataset, or with trusting a classifier's scores on it. */
export type DataWarningKind =
  | "missing_files"
  | "unlisted_files"
  | "groups_across_splits"
  | "seen_in_training"
  | "duplicate_content"
  | "content_with_both_labels"
  | "class_balance"
  | "turned_by_metadata"
  | "frame_count_wrong"
  | "too_few_frames"
  | "unusual_face_count"
  | "contradicted_labels";

/** Something about the data that a reader must know before trusting the numbers. */
export interface DataWarning {
  readonly kind: DataWarningKind;
  /** What it is, how many it concerns, and what to do: for people. */
  readonly sentence: string;
  /** How many videos it concerns (`groups_across_splits`: groups); at least 1. */
  readonly count: number;
  /** The first few of them, by name; empty where it concerns the dataset as a whole. */
  readonly examples: readonly string[];
}

/** A warning names at most so many examples. */
const MOST_EXAMPLES = 5;

/**
 * A warning over the things it concerns; `null` when there are none.
 * @param sentence given the first of them, quoted so that no name can break a line
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
