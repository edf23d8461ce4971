import type { Dataset } from "../../records/video.ts";

/** What a layout reads out of a folder; the name, default split and splitting are the caller's. */
export type DatasetListing = Pick<Dataset, "videos" | "missing">;

/** A way that labels and videos lie in a folder. */
export interface DatasetLayout {
  /** Whether `folder` (absolute) is laid out so. */
  recognises(folder: string): Promise<boolean>;
  /**
   * @throws AssayError (exit code 3) when the labels cannot be read; a listed video that is absent is no
   * error but goes into `missing`.
   */
  list(folder: string): Promise<DatasetListing>;
}
