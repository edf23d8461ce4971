import type { Dataset } from "../../records/video.ts";

/** Videos that a layout finds in a folder; the caller adds name, default split and splitting. */
export type DatasetListing = Pick<Dataset, "videos" | "missing">;

/** An arrangement of labels and videos in a folder. */
export interface DatasetLayout {
  /** What holds the labels, as messages name it, such as `labels.csv`; `null`: nothing does. */
  readonly labels: string | null;
  /** Tells whether `folder` (absolute) has this layout. */
  recognises(folder: string): Promise<boolean>;
  /**
   * Lists the videos. A listed video that does not exist is not an error but goes into `missing`.
   * @throws AssayError (exit 3) when the labels cannot be read
   */
  list(folder: string): Promise<DatasetListing>;
}
