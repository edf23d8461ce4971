import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import {
  type Independence,
  type LevelFacts,
  membersText,
  type NamedLevel,
  USUAL_LEVELS,
} from "../../records/independence.ts";
import type { GroupFacts } from "../../records/video.ts";
import { levelError, nestingObstacle } from "./level_error.ts";
import { countMembers, type LevelVideos, membersAt } from "./level_videos.ts";
import { swapLink } from "./swap_link.ts";

/** Fewest members of a level that is chosen by itself: with fewer no difference can be significant. */
const FEWEST_MEMBERS = FEWEST_GROUPS;

export interface LevelChoice {
  /** `null`: nothing names a level. */
  readonly asked: NamedLevel | null;
  /** What the layout says of the groups; `undefined`: not known. */
  readonly facts: GroupFacts | undefined;
}

/** The level, and each video's member of it; of videos without a label that lack the tag, their group. */
export interface ChosenLevel {
  readonly independence: Independence;
  readonly members: readonly string[];
}

/**
 * Chooses the level whose members are resampled and swapped: the one asked for, else the outermost of the usual ones
 * with at least six members that swaps do not link, else the group.
 * @throws AssayError INDEPENDENT_UNKNOWN, INDEPENDENT_INCOMPLETE or INDEPENDENT_NOT_NESTED (exit 3)
 */
export function chooseLevel(videos: LevelVideos, { asked, facts }: LevelChoice): ChosenLevel {
  const error = asked === null ? null : levelError(asked, videos);
  if (error !== null) throw error;
  const usual = USUAL_LEVELS.filter((level) => level === "group" || videos.tags.has(level))
    .map((level) => levelFacts(level, videos, facts));
  const best = usual.find(({ obstacle }) => obstacle === null)?.level ?? "group";
  const level = asked?.level ?? best;
  const members = membersAt(level, videos).map((member, k) => member ?? videos.groups[k]!);
  const independence = {
    level,
    members: countMembers(members, videos.labels),
    chosenBy: asked?.by ?? "default" as const,
    reason: asked === null ? defaultReason(level, usual) : `${BY[asked.by]} names it`,
    link: linkOf(level, videos, facts),
    levels: withLevel(usual, { level, videos, facts }),
  };
  return { independence, members };
}

const BY = { config: "the config", card: "the dataset's card" } as const;

function levelFacts(
  level: string,
  videos: LevelVideos,
  facts: GroupFacts | undefined,
): LevelFacts {
  const members = countMembers(membersAt(level, videos), videos.labels);
  const unnested = level === "group" || level === "video" ? null : nestingObstacle(level, videos);
  const link = unnested === null ? linkOf(level, videos, facts) : null;
  const few = members < FEWEST_MEMBERS
    ? `there ${members === 1 ? "is" : "are"} only ${
      membersText(members, level)
    }, and six are needed`
    : null;
  return { level, members, nests: unnested === null, obstacle: unnested ?? link ?? few };
}

/** What joins the members of a level, a clause. A single video is in no two of them. */
function linkOf(
  level: string,
  videos: LevelVideos,
  facts: GroupFacts | undefined,
): string | null {
  if (level === "video") return null;
  if (facts?.kind === "linked") return facts.why ?? "the same people are in several groups";
  return swapLink(level, videos);
}

/** Says why a level was chosen that nothing names. */
function defaultReason(level: string, usual: readonly LevelFacts[]): string {
  const outer = usual.slice(0, usual.findIndex((one) => one.level === level));
  const passed = outer.map((one) => `${one.level} is passed over, since ${one.obstacle}`).join(
    "; ",
  );
  const own = usual[outer.length]!;
  if (own.obstacle === null && passed !== "") {
    return `the outermost level with at least six members that swaps do not link; ${passed}`;
  }
  if (passed !== "") return passed;
  return level === "group"
    ? "the labels name no level outside it, such as recording or identity"
    : "the outermost level, with at least six members that swaps do not link";
}

/** The usual levels with the chosen one, which stands where its number of members puts it. */
function withLevel(
  usual: readonly LevelFacts[],
  { level, videos, facts }: {
    readonly level: string;
    readonly videos: LevelVideos;
    readonly facts: GroupFacts | undefined;
  },
): readonly LevelFacts[] {
  if (usual.some((one) => one.level === level)) return usual;
  const own = levelFacts(level, videos, facts);
  if (level === "video") return [...usual, own];
  const at = usual.findIndex(({ members }) => members > own.members);
  return usual.toSpliced(at < 0 ? usual.length - 1 : at, 0, own);
}
