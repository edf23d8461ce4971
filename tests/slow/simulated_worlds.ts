import type { LabelledVideos, ScoredVariant } from "../../src/analysis/summary/scored_variant.ts";
import { seededRandom } from "../../src/base/numeric/statistics/seeded_random.ts";

/** How made-up classifiers score made-up videos; all sizes are on the logit. */
export interface SimulatedWorld {
  readonly name: string;
  /** Numbers of REAL and FAKE videos of one group. */
  group(random: Random): { readonly reals: number; readonly fakes: number };
  /** Mean of the lean towards the truth, for all videos and classifiers. */
  readonly lean: number;
  /** Standard deviation of the lean over groups, the same for all classifiers. */
  readonly groups: number;
  /** Standard deviation of the lean over groups, of each classifier on its own. */
  readonly ownGroups: number;
  /** One video's deviation, the same for all classifiers. */
  video(random: Random): number;
  /** Standard deviation of a video's logit, of each classifier on its own. */
  readonly ownVideos: number;
  /** What is added to every logit: above 0 the classifiers lean towards FAKE. */
  readonly shift: number;
  /** Factor of every logit, before a classifier's own. */
  readonly scale: number;
  /** Share of logits that saturate: their score is exactly 0 or 1. */
  readonly saturated: number;
}

/** How one classifier differs from the others of its world. */
export interface SimulatedClassifier {
  /** Added to the lean towards the truth; 0: as good as the others. */
  readonly gain: number;
  /** Factor of its logits: it changes calibration, and no ranking. */
  readonly scale: number;
}

/** As good as any other, and interchangeable with others of this kind. */
export const PLAIN: SimulatedClassifier = { gain: 0, scale: 1 };

/** Scores of several classifiers of the same videos. */
export interface SimulatedScores {
  readonly videos: LabelledVideos;
  readonly variants: readonly ScoredVariant[];
}

export interface Random {
  /** In (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

const WORLD_DEFAULTS = { shift: 0, saturated: 0 } as const;

/** The world that methods were chosen on: 84 % fakes, groups of one to six videos, logit-normal scores. */
export const TUNING_WORLD: SimulatedWorld = {
  ...WORLD_DEFAULTS,
  name: "tuning",
  group: ({ uniform }) => splitByLabel(1 + Math.floor(6 * uniform()), 0.84, uniform),
  ...{ lean: 1.2, groups: 0.9, ownGroups: 0.6, ownVideos: 0.8, scale: 1.2 },
  video: ({ normal }) => 1.1 * normal(),
};

/** Worlds that no method was chosen on. */
export const TEST_WORLDS: readonly SimulatedWorld[] = [
  {
    ...WORLD_DEFAULTS,
    name: "pairs", // a REAL video and one fake of it, groups that differ much
    group: () => ({ reals: 1, fakes: 1 }),
    ...{ lean: 1.5, groups: 1.3, ownGroups: 0.5, ownVideos: 0.6, scale: 1.4 },
    video: ({ normal }) => 0.9 * normal(),
  },
  {
    ...WORLD_DEFAULTS,
    name: "heavy tails", // as in DFDC: one REAL video and one to nine fakes; some videos far out
    group: ({ uniform }) => ({ reals: 1, fakes: 1 + Math.floor(9 * uniform()) }),
    ...{ lean: 1.4, groups: 0.7, ownGroups: 0.7, ownVideos: 0.7, scale: 1.3, shift: 0.4 },
    video: ({ normal }) => {
      const tail = (normal() ** 2 + normal() ** 2 + normal() ** 2 + normal() ** 2 + normal() ** 2) /
        5;
      return normal() / Math.sqrt(tail); // Student's t with five degrees of freedom
    },
  },
  {
    ...WORLD_DEFAULTS,
    name: "two kinds", // three in ten videos are of a kind that is not recognised; few fakes
    group: ({ uniform }) => splitByLabel(2 + Math.floor(4 * uniform()), 0.4, uniform),
    ...{ lean: 1.3, groups: 0.8, ownGroups: 0.5, ownVideos: 0.9, scale: 1.5, shift: -0.3 },
    video: ({ normal, uniform }) => uniform() < 0.3 ? -1.4 + 0.7 * normal() : 0.6 + 0.7 * normal(),
  },
];

/** The same world with scores of exactly 0 or 1. */
export function saturatedWorld(world: SimulatedWorld, saturated = 0.15): SimulatedWorld {
  return { ...world, name: `${world.name}, saturated`, saturated };
}

/**
 * Draws the scores of several classifiers of the videos of so many groups. Draws with no REAL or no FAKE video are
 * drawn again.
 * @param options `seed`: 0 … 2³²−1
 */
export function simulate(
  world: SimulatedWorld,
  classifiers: readonly SimulatedClassifier[],
  { groups, seed }: { readonly groups: number; readonly seed: number },
): SimulatedScores {
  const random = randomOf(seed);
  for (;;) {
    const drawn = draw(world, classifiers, { groups, random });
    if (new Set(drawn.videos.labels).size === 2) return drawn;
  }
}

function draw(
  world: SimulatedWorld,
  classifiers: readonly SimulatedClassifier[],
  { groups, random }: { readonly groups: number; readonly random: Random },
): SimulatedScores {
  const labels: number[] = [];
  const names: string[] = [];
  const scores = classifiers.map((): number[] => []);
  for (let group = 0; group < groups; group++) {
    const lean = world.lean + world.groups * random.normal();
    const leans = classifiers.map(({ gain }) => lean + gain + world.ownGroups * random.normal());
    const { reals, fakes } = world.group(random);
    for (let video = 0; video < reals + fakes; video++) {
      const towards = video < reals ? -1 : 1;
      const seen = world.video(random);
      labels.push(towards === 1 ? 1 : 0);
      names.push(`${group}`);
      const saturates = random.uniform() < world.saturated;
      classifiers.forEach(({ scale }, c) => {
        const evidence = towards * (leans[c]! + seen + world.ownVideos * random.normal());
        const logit = scale * world.scale * (evidence + world.shift);
        scores[c]!.push(saturates ? Number(logit > 0) : 1 / (1 + Math.exp(-logit)));
      });
    }
  }
  return {
    videos: { labels: Uint8Array.from(labels), groups: names },
    variants: scores.map((of) => ({ probabilities: Float64Array.from(of), decision: 0.5 })),
  };
}

/** So many videos, of which about this share are fakes. */
function splitByLabel(videos: number, share: number, uniform: () => number) {
  let fakes = 0;
  for (let video = 0; video < videos; video++) fakes += Number(uniform() < share);
  return { reals: videos - fakes, fakes };
}

/** Random numbers; equal seeds give equal ones. */
export function randomOf(seed: number): Random {
  const below = seededRandom(seed);
  const uniform = () => (below(2 ** 20) + 0.5) / 2 ** 20;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/**
 * Finds the factor of the logits, other than 1, with which log loss is what it is without: a change of calibration
 * alone, which is neither better nor worse. Worlds are overconfident, so that it is below 1.
 */
export function neutralScale(world: SimulatedWorld): number {
  const { videos: { labels }, variants: [one] } = simulate(world, [PLAIN], {
    groups: 60_000,
    seed: 424_242,
  });
  const logits = one!.probabilities.map((p) => Math.log(p / (1 - p)));
  const loss = (scale: number) =>
    logits.reduce((sum, logit, k) => {
      const against = scale * (labels[k] === 1 ? -logit : logit);
      return sum + (against > 30 ? against : Math.log1p(Math.exp(against)));
    }, 0) / logits.length;
  const own = loss(1);
  // Below the best factor the loss falls with it; the one sought lies there.
  let [low, high] = [0, minimumOf(loss)];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (loss(middle) > own) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Place in [0, 1] of the minimum of a convex function, by golden sections. */
function minimumOf(of: (x: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (of(a) < of(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}
