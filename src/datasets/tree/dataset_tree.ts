import type { ClipSource, LeftOut } from "../../records/video.ts";

/** A file or folder of a tree, or something in it that is not read. */
export interface TreeEntry {
  /** Name in its folder. */
  readonly name: string;
  /**
   * A file and a folder may be links. `left_out`: a link or member that is not read, see `leftOut` of the tree; `odd`:
   * neither file nor folder, such as a named pipe.
   */
  readonly kind: "file" | "folder" | "left_out" | "odd";
}

/**
 * The files of a dataset by their paths, separated by `/`. Folders are read when they are asked for, each once. Entries
 * whose names begin with a dot are not part of it.
 */
export interface DatasetTree {
  /** Absolute path of the folder or archive. */
  readonly place: string;
  /** Lists a folder, sorted by code point; empty: there is none. @param folder `""`: the outermost */
  entries(folder: string): Promise<readonly TreeEntry[]>;
  /**
   * Reads a file of labels.
   * @returns its bytes; `null`: there is nothing of that name
   * @throws AssayError (exit 3) when it is no file, is left out, cannot be read or is too large
   */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Finds what a video is read from: a file, or a folder of frames in natural order.
   * @returns `null`: there is neither
   */
  clip(path: string): Promise<ClipSource | null>;
  /** What was left out of the folders read so far. */
  leftOut(): readonly LeftOut[];
}
