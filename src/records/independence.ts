import type { RunManifest } from "./manifest.ts";
import type { GroupFacts } from "./video.ts";

/** Levels that Assay chooses among when nothing names one, outermost first: each lies in one member of those before it. */
export const USUAL_LEVELS = ["identity", "recording", "group"] as const;

/** A level at which videos belong together. */
export interface LevelFacts {
  /** `group`, `video`, or the name of a tag. */
  readonly level: string;
  /** Number of its members among the labelled videos. */
  readonly members: number;
  /** Whether every labelled video has a member, and every group, and every usual level inside, lies in one. */
  readonly nests: boolean;
  /** Why it is not chosen by itself, a clause; `null`: nothing speaks against it. */
  readonly obstacle: string | null;
}

/** Who names the independent level: the config, the dataset's card, or nobody, so that Assay chooses. */
export type LevelSource = "config" | "card" | "default";

/** The level whose members are resampled for intervals and swapped in tests. */
export interface Independence {
  /** `group`, `video`, or the name of a tag, such as `recording` or `identity`. */
  readonly level: string;
  /** Number of its members among the labelled videos. */
  readonly members: number;
  readonly chosenBy: LevelSource;
  /** Why it is this level, a clause. */
  readonly reason: string;
  /** What joins its members, so that they are not independent, a clause; `null`: nothing is known to. */
  readonly link: string | null;
  /** The usual levels that the videos have, and the chosen one; outermost first, as far as that is known. */
  readonly levels: readonly LevelFacts[];
}

/** A level that the config or the dataset's card names. */
export interface NamedLevel {
  readonly level: string;
  readonly by: Exclude<LevelSource, "default">;
}

/**
 * Finds the level that is named for a dataset: by the config, else by the dataset's card.
 * @param independent of the config; `null`: it names none
 */
export function levelNamed(
  independent: string | null,
  facts: GroupFacts | undefined,
): NamedLevel | null {
  if (independent !== null) return { level: independent, by: "config" };
  return facts?.independent === undefined ? null : { level: facts.independent, by: "card" };
}

/** The level that is named for a run, which may be older than such names; `null`: none is. */
export function namedLevel({ config, dataset }: RunManifest): NamedLevel | null {
  const given: unknown = Object(config).independent;
  return levelNamed(typeof given === "string" ? given : null, dataset.groupFacts);
}

interface LevelNouns {
  readonly one: string;
  readonly many: string;
  /** What others of its kind are called: "not for other people". */
  readonly others: string;
}

const NOUNS: Readonly<Record<string, LevelNouns>> = {
  video: { one: "video", many: "videos", others: "videos" },
  group: { one: "group", many: "groups", others: "groups" },
  recording: { one: "recording", many: "recordings", others: "recordings" },
  identity: { one: "identity", many: "identities", others: "people" },
};

/** How a level's members are called. */
export function levelNouns(level: string): LevelNouns {
  if (Object.hasOwn(NOUNS, level)) return NOUNS[level]!;
  const tag = `of the tag ${JSON.stringify(level)}`;
  return { one: `value ${tag}`, many: `values ${tag}`, others: `values ${tag}` };
}

/** Formats a number of members: `1 identity`, `12 recordings`, `9 values of the tag "site"`. */
export function membersText(count: number, level: string): string {
  const { one, many } = levelNouns(level);
  return `${count} ${count === 1 ? one : many}`;
}

/** How a sentence names the members that are resampled, such as `18 groups (a real video and its fakes)`. */
export function resampledText(
  { level, members }: Pick<Independence, "level" | "members">,
  facts: GroupFacts | undefined,
): string {
  const unit = level === "group" && facts?.unit !== undefined ? ` (${facts.unit})` : "";
  return `${membersText(members, level)}${unit}`;
}
