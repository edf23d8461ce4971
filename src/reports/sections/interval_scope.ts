import {
  type Independence,
  type LevelFacts,
  levelNouns,
  resampledText,
} from "../../records/independence.ts";
import { coverageText } from "../../metrics/simulated_coverage.ts";
import type { RunComparison } from "../../records/run_comparison.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { GroupFacts } from "../../records/video.ts";

/**
 * The statement of what a run's intervals resample and hold for, and of how often where that is not 95 %; `null`: it has
 * none.
 */
export function summaryScope(
  { manifest, variants, independence, videos }: RunSummary,
): string | null {
  const hasInterval = variants.some(({ metrics }) => metrics.logLoss.interval.low !== null);
  if (!hasInterval) return null;
  const scope = reportedScope(independence, manifest.dataset.groupFacts);
  const coverage = coverageText(videos.groups);
  return coverage === null
    ? scope
    : `${scope} How often such CIs held the truth in simulations, at the least of four metrics: ${coverage}.`;
}

/** The same for a comparison of runs, whose intervals are of differences. */
export function comparisonScope(
  { variants, independence, groupFacts }: RunComparison,
): string | null {
  const hasInterval = variants.some(({ comparison }) =>
    comparison !== null && comparison.metrics.logLoss.difference.interval.low !== null
  );
  return hasInterval ? reportedScope(independence, groupFacts) : null;
}

/** The same with what is called a group in other sentences of the report. */
function reportedScope(independence: Independence, facts: GroupFacts | undefined): string {
  const { level } = independence;
  const called = level === "group"
    ? ""
    : ` What is said of groups here is about these ${levelNouns(level).many}.`;
  return scopeSentence(independence, facts) + called;
}

/** Says which level the intervals resample, what they hold for, and what not, in one sentence. */
export function scopeSentence(independence: Independence, facts: GroupFacts | undefined): string {
  const scope = scopeOf(independence, facts);
  return `The 95 % CIs treat ${resampledText(independence, facts)} as independent` +
    (scope === null ? "." : `: they hold for ${scope}.`);
}

/**
 * What intervals over a level hold for, and what not, a phrase: in the words of the dataset's card or of its layout where
 * these are about this level. `null`: the run is older than statements about groups.
 */
export function scopeOf(
  independence: Independence,
  facts: GroupFacts | undefined,
): string | null {
  if (facts === undefined) return null;
  const { level } = independence;
  const stated = facts.isOwnScope === true ? facts.independent ?? "group" : "group";
  if (level !== stated) return levelScope(independence) + beyond(independence);
  return facts.isOwnScope === true ? facts.scope : facts.scope + beyond(independence);
}

/** What intervals over a level hold for, where nothing says it. */
function levelScope(independence: Independence): string {
  const { level, levels } = independence;
  const inside = levels.find((one) => one.level === "group");
  switch (level) {
    case "identity":
      return "other people filmed and manipulated in the same way";
    case "video":
      return `other videos${
        inside === undefined ? "" : ` of these ${resampledText(inside, undefined)}`
      }`;
    default:
      return `other ${levelNouns(level).others} of this kind`;
  }
}

/** What intervals over a level do not hold for: other members of the levels outside it. */
function beyond(independence: Independence): string {
  const outer = outerLevels(independence).toReversed().map(({ level, members }) =>
    `${levelNouns(level).others} (${members} here)`
  );
  if (outer.length === 0) return ", not for other cameras or ways of making fakes";
  const last = outer.at(-1)!;
  const before = outer.slice(0, -1);
  return `, not for other ${before.length === 0 ? last : `${before.join(", ")} or ${last}`}`;
}

/** The usual levels outside the resampled one, of which it has several members in one; outermost first. */
function outerLevels({ level, members, levels }: Independence): readonly LevelFacts[] {
  const at = levels.findIndex((one) => one.level === level);
  const outside = level === "video" ? levels : levels.slice(0, at);
  return outside.filter((one) => one.level !== level && one.nests && one.members < members);
}
