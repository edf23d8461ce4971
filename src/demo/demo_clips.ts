import type { DemoDatasetRecipe, DemoSource } from "./demo_dataset_card.ts";
import { type Draws, seededDraws, shuffled } from "./seeded_draws.ts";

export type DemoSplit = "train" | "test";

/** A stretch of a recording: the REAL clip, and what its FAKE clip is made from. */
export interface DemoClip {
  /** Unique; the REAL clip is `NAME.mp4`, the FAKE one `NAME-fake.mp4`. */
  readonly name: string;
  readonly source: DemoSource;
  readonly split: DemoSplit;
  /** Seconds into the recording. */
  readonly start: number;
  /** How hard its FAKE clip is to tell, 0 … 1. */
  readonly hardness: number;
}

/**
 * The clips of the demo dataset: half of every recording's clips is `train`, half `test`, and among the
 * clips of a person and split hardness is spread evenly. Sorted by name.
 */
export function demoClips(recipe: DemoDatasetRecipe): readonly DemoClip[] {
  const draws = seededDraws(`demo ${recipe.seed}`);
  const unranked = recipe.sources.flatMap((source) => splitClips(source, draws));
  const clips = clipPools(unranked).flatMap((pool) => withHardness(pool, draws));
  return clips.sort((one, other) => one.name < other.name ? -1 : 1);
}

/** Clips that may lend each other their faces: of one person and one split. */
export function clipPools<Clip extends Omit<DemoClip, "hardness">>(
  clips: readonly Clip[],
): Clip[][] {
  return [...Map.groupBy(clips, (clip) => `${clip.source.person} ${clip.split}`).values()];
}

export function realName(clip: DemoClip): string {
  return `${clip.name}.mp4`;
}

export function fakeName(clip: DemoClip): string {
  return `${clip.name}-fake.mp4`;
}

function splitClips(source: DemoSource, draws: Draws): Omit<DemoClip, "hardness">[] {
  const named = source.starts.map((start) => ({
    start,
    name: `${source.name}-${String(start).padStart(3, "0")}`,
  }));
  const mixed = shuffled(named, ({ name }) => `split ${name}`, draws);
  return mixed.map((clip, rank) => ({
    ...clip,
    source,
    split: rank < mixed.length / 2 ? "train" : "test",
  }));
}

function withHardness(pool: readonly Omit<DemoClip, "hardness">[], draws: Draws): DemoClip[] {
  const mixed = shuffled(pool, ({ name }) => `hardness ${name}`, draws);
  return mixed.map((clip, rank) => ({ ...clip, hardness: (rank + 0.5) / mixed.length }));
}
