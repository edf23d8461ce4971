/** What a column of a file of scores was taken for. */
export const SCORE_ROLES = ["file", "score", "variant", "frame", "face"] as const;
export type ScoreRole = (typeof SCORE_ROLES)[number];

/** Where the scores of a run come from that Assay did not compute: a file, and how it was read. */
export interface ImportedScores {
  /** Absolute path of the file. */
  readonly file: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly importedAt: string;
  /** Number of rows in the file. */
  readonly rows: number;
  /** Names of the columns by what they were taken for; a role without a column is left out. */
  readonly columns: Readonly<Partial<Record<ScoreRole, string>>>;
  /** Whether a high number in the file means fake or real. */
  readonly polarity: "fake" | "real";
  /** What was applied to the numbers to make probabilities of them. */
  readonly activation: "none" | "sigmoid";
  /** How the scores of a video's faces or frames were combined; `null`: the file has one score per video. */
  readonly pooling: string | null;
  /** Whether the number of faces of each video is known. */
  readonly facesKnown: boolean;
  /** Numbers of names in the file that the dataset does not have, and of scores that the file does not have. */
  readonly unmatched: number;
  readonly missing: number;
}

/** The part of a manifest that is needed here. */
interface Origin {
  readonly imported?: ImportedScores;
}

/** Whether a run's stages, digests and times are not known, because its scores were imported. */
export function isImported({ imported }: Origin): boolean {
  return imported !== undefined;
}

/** Whether the number of faces of each video is known in a run. */
export function knowsFaces({ imported }: Origin): boolean {
  return imported === undefined || imported.facesKnown;
}

/**
 * The reason why stages and times of two runs cannot be compared, a clause; `null`: neither run was imported.
 * @param what is not known, such as "stages"
 */
export function importedReason(
  before: Origin,
  after: Origin,
  what: string,
): string | null {
  const [was, is] = [isImported(before), isImported(after)];
  if (!was && !is) return null;
  const who = was && is ? "both runs" : was ? "the earlier run" : "the later run";
  return `${what} of imported scores are not known, and those of ${who} were imported`;
}
