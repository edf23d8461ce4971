import type { BenchClip } from "./bench_clips.ts";

/** Splits of clips that may be listed in several. */
export interface BenchSplits {
  /** The split of a clip; `null`: none. */
  readonly splitOf: (clip: BenchClip) => string | null;
  readonly notes: readonly string[];
}

/** Of several splits of a clip, the first of these counts: what is tested on must not be called training data. */
const ORDER = ["test", "train"];

/**
 * Assigns each clip to one split. Where all clips of a key are listed both for training and for testing, as those of
 * DeepFakeDetection and UADFV are, nothing is held out and they have no split.
 */
export function benchSplits(clips: readonly BenchClip[]): BenchSplits {
  const byKey = Map.groupBy(clips, ({ dataset, key }) => JSON.stringify([dataset, key]));
  const undivided = new Set<string>();
  const counts = { test: 0, other: 0 };
  for (const [id, some] of byKey) {
    if (some.every(isInAll)) undivided.add(id);
    else {
      const several = some.filter(({ splits }) => splits.length > 1);
      counts.test += several.filter(({ splits }) => splits.includes("test")).length;
      counts.other += several.filter(({ splits }) => !splits.includes("test")).length;
    }
  }
  return {
    splitOf: ({ dataset, key, splits }) => {
      if (undivided.has(JSON.stringify([dataset, key]))) return null;
      return ORDER.find((split) => splits.includes(split)) ?? splits[0] ?? null;
    },
    notes: [...undividedNotes(undivided), ...repeatedNotes(counts)],
  };
}

function isInAll({ splits }: BenchClip): boolean {
  return splits.includes("train") && splits.includes("test");
}

function undividedNotes(undivided: ReadonlySet<string>): readonly string[] {
  if (undivided.size === 0) return [];
  const keys = [...undivided].map((id) => (JSON.parse(id) as [string, string])[1]);
  return [
    `All clips of ${
      keys.join(", ")
    } are listed for training and for testing: they count once and have ` +
    "no split, so that --split leaves them out.",
  ];
}

function repeatedNotes({ test, other }: { readonly test: number; readonly other: number }) {
  const notes = [];
  if (test > 0) {
    notes.push(`Clips listed in test and in another split (${test}) count once, as test.`);
  }
  if (other > 0) {
    notes.push(`Clips listed in several splits, but not in test (${other}), count once, as train.`);
  }
  return notes;
}
