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

/** Degrees clockwise. */
export type QuarterTurn = 0 | 90 | 180 | 270;

/** Frame counts of a video, from different sources. */
export interface FrameCounts {
  /** Frames the container claims, as OpenCV 4.6 reports it; the stream may hold fewer or more. */
  readonly frameCount: number;
  /**
   * Whether the container states no number of frames, so that `frameCount` is computed from its duration; left out:
   * not known.
   */
  readonly isEstimate?: boolean;
  /**
   * Packets of the stream in the container, without those that an edit list cuts away; left out: not counted.
   */
  readonly packetCount?: number;
  /** How many of them depend on a frame that may be missing from the stream, so that a decoder may drop them. */
  readonly leadingCount?: number;
  /** Frames that decoding the whole stream gave; left out: that was not needed. */
  readonly decodedCount?: number;
}

/** Metadata of a video as OpenCV 4.6 would report them, and its real number of frames. */
export interface VideoMetadata extends FrameCounts {
  /** Frames per second. */
  readonly fps: number;
  /** Pixels, rotation applied. */
  readonly width: number;
  /** Pixels, rotation applied. */
  readonly height: number;
  /** Degrees clockwise that OpenCV 4.6 turns a stored frame before it is shown. */
  readonly rotation: QuarterTurn;
  readonly codec: string;
  /** ffmpeg's name, such as `yuv420p`. */
  readonly pixelFormat: string;
  /** `null`: not in the container. */
  readonly durationSeconds: number | null;
}
