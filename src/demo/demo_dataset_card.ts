import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inputError } from "../records/errors.ts";
import { digestRecipe, readBuilt } from "../platform/files/built_record.ts";

/** A recording that clips are cut from. */
export interface DemoSource {
  /** Short name, the first part of its clips' names. */
  readonly name: string;
  /** Whom it shows; faces are only ever exchanged within one person. */
  readonly person: string;
  /** Path inside the package that it comes with. */
  readonly file: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Where clips start: whole seconds, ascending, further apart than a clip is long. */
  readonly starts: readonly number[];
}

/** All that decides the demo dataset, apart from the build of ffmpeg. */
export interface DemoDatasetRecipe {
  /** Decides splits, donors and blending. */
  readonly seed: number;
  /** Length of a clip, rounded up to whole frames. */
  readonly clipSeconds: number;
  /** x264's constant rate factor, for REAL and FAKE alike. */
  readonly crf: number;
  readonly sources: readonly DemoSource[];
}

/** The part of `datasets/demo/card.json` that building reads. */
export interface DemoDatasetCard {
  readonly name: string;
  readonly recipe: DemoDatasetRecipe;
}

/**
 * Reads the committed card.
 * @param folder absolute path of `datasets/demo`
 * @throws AssayError DATASET_CARD_BROKEN (exit 3)
 */
export async function readDemoDatasetCard(folder: string): Promise<DemoDatasetCard> {
  try {
    const card = JSON.parse(await readFile(join(folder, "card.json"), "utf8")) as DemoDatasetCard;
    if (!Array.isArray(card.recipe?.sources)) throw new TypeError("it has no recipe");
    return card;
  } catch (cause) {
    throw inputError("DATASET_CARD_BROKEN", {
      what: "the card of the demo dataset cannot be read",
      remedy: "Restore datasets/demo/card.json from the repository",
      cause,
    });
  }
}

/** Whether the demo dataset lies in `folder`, built from the recipe of its card. */
export async function demoDatasetIsBuilt(folder: string): Promise<boolean> {
  const [{ recipe }, built] = [await readDemoDatasetCard(folder), await readBuilt(folder)];
  return built?.recipe === digestRecipe(recipe);
}
