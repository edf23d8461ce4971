import type { DemoDatasetRecipe, DemoSource } from "./demo_dataset_card.ts";
import { type Draws, seededDraws, shuffled } from "./seeded_draws.ts";

export type DemoSplit = "train" | "test";

/** A part of a recording: the REAL clip, from which its FAKE clip is made. */
export interface DemoClip {
  /** Unique name; the REAL clip is `NAME.mp4`, the FAKE one `NAME-fake.mp4`. */
  readonly name: string;
  readonly source: DemoSource;
  readonly split: DemoSplit;
  /** Seconds into the recording. */
  readonly start: number;
  /** Difficulty of detecting its FAKE clip, 0 … 1. */
  readonly hardness: number;
}

/**
 * Plans the clips of the demo dataset: half of each recording's clips is `train`, half `test`, and hardness is
 * spread evenly over the clips of a person and split. Sorted by name.
 */
export function demoClips(recipe: DemoDatasetRecipe): readonly DemoClip[] {
  const draws = seededDraws(`demo ${recipe.seed}`);
  const unranked = recipe.sources.flatMap((source) => splitClips(source, draws));
  const clips = clipPools(unranked).flatMap((pool) => withHardness(pool, draws));
  return clips.sort((one, other) => one.name < other.name ? -1 : 1);
}

/** Groups clips that may exchange faces: of one person and split. */
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
