import type { Tags } from "./video.ts";

/** A dataset as a config or the command line asks for it. */
export interface DatasetQuery {
  /** A name under `datasets/`, or the path of a folder, an archive or a file of labels; as typed. */
  readonly place: string;
  /** Name in results; `null`: that of its card or folder. */
  readonly name: string | null;
  /** Name of the layout that it is read with; `null`: the one that is recognised. */
  readonly layout: string | null;
  /** Values of tags that its videos must have. */
  readonly where: Tags;
  /** The same for tags that it may lack, since they are asked of several datasets together. */
  readonly whereTagged: Tags;
  /** Folder or archive in which the paths of a file of labels begin, as typed; `null`: the file's folder. */
  readonly root: string | null;
  /** Whether links that lead out of its folder are followed. */
  readonly followLinks: boolean;
}

/** Asks for a dataset by its place alone. */
export function plainQuery(place: string): DatasetQuery {
  return {
    place,
    name: null,
    layout: null,
    where: {},
    whereTagged: {},
    root: null,
    followLinks: false,
  };
}
