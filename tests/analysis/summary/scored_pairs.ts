import type {
  LabelledVideos,
  ScoredVariant,
} from "../../../src/analysis/summary/scored_variant.ts";
import { seededRandom } from "../../../src/base/numeric/statistics/seeded_random.ts";

/** Two variants that scored the same videos. */
export interface ScoredPair {
  readonly videos: LabelledVideos;
  readonly pair: readonly [ScoredVariant, ScoredVariant];
}

/**
 * Groups of a real video and a fake or two, scored twice with some skill and some agreement.
 * @param options `groups`: how many; `gain`: how much surer the first is than the second, 0 … 1
 */
export function scoredPair(
  { groups, gain, seed }: { groups: number; gain: number; seed: number },
): ScoredPair {
  const below = seededRandom(seed);
  const random = () => below(2 ** 20) / 2 ** 20;
  const rows = Array.from(
    { length: groups },
    (_, group) =>
      (group % 2 === 0 ? [0, 1] : [0, 1, 1]).map((label) => {
        const shared = (3 * random() + label) / 4;
        const toLabel = (p: number, share: number) => p + share * (label - p);
        return {
          label,
          group: `group ${group}`,
          first: toLabel((3 * shared + random()) / 4, gain),
          second: (3 * shared + random()) / 4,
        };
      }),
  ).flat();
  const scored = (name: "first" | "second"): ScoredVariant => ({
    probabilities: Float64Array.from(rows, (row) => row[name]),
    decision: 0.5,
  });
  return {
    videos: {
      labels: Uint8Array.from(rows, ({ label }) => label),
      groups: rows.map(({ group }) => group),
    },
    pair: [scored("first"), scored("second")],
  };
}
