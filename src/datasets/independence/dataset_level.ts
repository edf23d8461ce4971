import { AssayError } from "../../records/errors.ts";
import { type Independence, levelNamed } from "../../records/independence.ts";
import type { Dataset } from "../../records/video.ts";
import { selectSplit } from "../select_split.ts";
import { chooseLevel } from "./choose_level.ts";
import { levelVideosOf } from "./level_videos.ts";

type LevelDataset = Pick<Dataset, "videos" | "groups">;

/** What the config says of levels; `null`: nothing. */
interface LevelConfig {
  readonly independent: string | null;
}

/** The level that an evaluation of these videos resamples. @throws AssayError of `chooseLevel` (exit 3) */
function datasetLevel(
  { videos, groups: facts }: LevelDataset,
  { independent }: LevelConfig,
): Independence {
  const asked = levelNamed(independent, facts);
  return chooseLevel(levelVideosOf(videos), { asked, facts }).independence;
}

/**
 * Makes sure, before anything is decoded, that the level that the config or the dataset's card names can be resampled.
 * @throws AssayError INDEPENDENT_UNKNOWN, INDEPENDENT_INCOMPLETE or INDEPENDENT_NOT_NESTED (exit 3)
 */
export function requireLevel(dataset: LevelDataset, config: LevelConfig): void {
  datasetLevel(dataset, config);
}

/** What an evaluation of a dataset resamples when nothing else is asked for. */
export type ExpectedLevel =
  | (Independence & {
    /** The default split, over which it is chosen; `null`: all videos. */
    readonly split: string | null;
  })
  | {
    readonly level: null;
    /** Why an evaluation would not begin, with the remedy; or that no video has a label. */
    readonly reason: string;
  };

/** Finds the level that an evaluation of the default split resamples if the config names none. */
export function expectedLevel(whole: Dataset): ExpectedLevel {
  try {
    const { dataset, split } = selectSplit(whole, null);
    if (dataset.videos.every(({ label }) => label === null)) {
      return { level: null, reason: "No video has a label." };
    }
    return { ...datasetLevel(dataset, { independent: null }), split };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { level: null, reason: error.message };
  }
}
