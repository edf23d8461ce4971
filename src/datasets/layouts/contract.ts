import type { GroupFacts, Label, Tags } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";

/** A video listed by a layout. Whether it is there is found out afterwards, in one way for all layouts. */
export interface ListedVideo {
  /** Path of the video's file or of its folder of frames in the tree, separated by `/`. It becomes the video's id. */
  readonly filename: string;
  readonly label: Label | null;
  readonly group: string;
  readonly split: string | null;
  readonly tags: Tags;
  /** Paths in the tree of the pictures that are its frames, in order; left out: the file or folder at `filename`. */
  readonly frames?: readonly string[];
}

/** Videos that a layout finds in a folder. */
export interface LayoutListing {
  readonly videos: readonly ListedVideo[];
  readonly groups: GroupFacts;
  /**
   * Name of a set of groups that several datasets share, such as `ff++`: equal names mean the same people in all of
   * them. Left out: the groups are this dataset's own.
   */
  readonly groupSpace?: string;
  /**
   * Folders of the tree that are left out on purpose, with all videos below them, such as those of another compression:
   * no warning says that labels are missing for these. Left out: none.
   */
  readonly setAside?: readonly string[];
  /** What was decided for the user, one sentence each. */
  readonly notes: readonly string[];
}

export interface ListOptions {
  /**
   * Values of tags that videos must have, as given by `--where`. A layout in which one video may lie in several forms,
   * such as compressions, lists those of one form.
   */
  readonly where: Tags;
  /** Absolute path of the file of labels that the user named; `null`: none, the layout looks for its own. */
  readonly labelFile: string | null;
}

/** An arrangement of labels and videos in a folder. */
export interface DatasetLayout {
  /** Name of the dataset or arrangement, such as "FaceForensics++". */
  readonly title: string;
  /** What holds the labels, as messages name it, such as `labels.csv`; `null`: nothing does. */
  readonly labels: string | null;
  /** Whether it reads a file of labels that the user names; left out: it does not, its labels are names of folders. */
  readonly takesLabelFile?: true;
  /** What a folder of this layout has in it, a phrase without a full stop. */
  readonly recognisedBy: string;
  /**
   * Finds what shows that a tree has this layout. Reads names, and no more of a file's content than it must.
   * @returns a phrase that names it, such as "`metadata.json`"; `null`: it has another layout
   */
  recognise(tree: DatasetTree): Promise<string | null>;
  /**
   * Lists the videos, with names that are unique.
   * @throws AssayError (exit 3) when the labels cannot be read, or when a choice is needed
   */
  list(tree: DatasetTree, options: ListOptions): Promise<LayoutListing>;
}
