import { tagAt, type TagColumns } from "../../records/tag_column.ts";
import type { RunManifest } from "../../records/manifest.ts";
import { namedLevel } from "../../records/independence.ts";
import { chooseLevel, type ChosenLevel } from "../../datasets/independence/choose_level.ts";

/** The columns of a run that levels are found in. */
export interface LevelColumns {
  readonly manifest: RunManifest;
  readonly filenames: readonly string[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly groups: readonly string[];
  readonly tags: TagColumns;
}

/**
 * Finds the level whose members a run's intervals resample and its tests swap.
 * @throws AssayError INDEPENDENT_UNKNOWN, INDEPENDENT_INCOMPLETE or INDEPENDENT_NOT_NESTED (exit 3)
 */
export function runLevel({ manifest, filenames, labels, groups, tags }: LevelColumns): ChosenLevel {
  const stated = [...tags].filter(([, { stated }]) => stated).map(([name, column]) =>
    [name, filenames.map((_, row) => tagAt(column, row))] as const
  );
  const asked = namedLevel(manifest);
  const facts = manifest.dataset.groupFacts;
  return chooseLevel({ filenames, labels, groups, tags: new Map(stated) }, { asked, facts });
}
