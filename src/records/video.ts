declare const brand: unique symbol;

/** A value of `Base` that cannot be confused with another of the same type. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** The path of a video inside its dataset, with `/` between folders: unique within the dataset. */
export type VideoId = Brand<string, "VideoId">;

export type Label = "REAL" | "FAKE";

/** A video of a dataset, with its label, group and other facts. */
export interface DatasetVideo {
  readonly id: VideoId;
  /** Absolute path of the file. */
  readonly path: string;
  /** `null`: not known. */
  readonly label: Label | null;
  /** The source identity: a real video and all fakes made from it share one. */
  readonly group: string;
  readonly split: string | null;
}

/** A dataset, read through a layout. Videos are sorted by id, by code point. */
export interface Dataset {
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly layout: string;
  readonly videos: readonly DatasetVideo[];
  /** Listed in the labels, absent on disk. Sorted. */
  readonly missing: readonly VideoId[];
  /** The split used by default; `null`: all videos. */
  readonly defaultSplit: string | null;
}

/** Metadata of the container, as OpenCV 4.6 reports them. */
export interface VideoMetadata {
  /** Number of frames according to the container; the stream may hold fewer or more. */
  readonly frameCount: number;
  /** Frames per second. */
  readonly fps: number;
  /** Pixels, rotation applied. */
  readonly width: number;
  /** Pixels, rotation applied. */
  readonly height: number;
  /** Clockwise rotation of stored frames for display, degrees. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly codec: string;
  /** ffmpeg's name, such as `yuv420p`. */
  readonly pixelFormat: string;
  /** `null`: not in the container. */
  readonly durationSeconds: number | null;
}
