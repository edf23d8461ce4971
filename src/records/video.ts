declare const brand: unique symbol;

/** A value of `Base` that cannot be confused with another of the same type. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** The path of a video inside its dataset, with `/` between folders: unique within the dataset. */
export type VideoId = Brand<string, "VideoId">;

export type Label = "REAL" | "FAKE";

/** Facts that a dataset states of a video beside label, group and split, such as `method`, by name. */
export type Tags = Readonly<Record<string, string>>;

/** What a video is read from. */
export type ClipSource = FileClip | MemberClip | FramesClip | MemberFramesClip;

/** A video file. */
export interface FileClip {
  readonly kind: "file";
  /** Absolute path. */
  readonly path: string;
}

/** A stored (not compressed) member of an archive: bytes `start` to `end` (exclusive) of the archive's file. */
export interface MemberClip {
  readonly kind: "member";
  /** Absolute path of the archive. */
  readonly archive: string;
  readonly start: number;
  readonly end: number;
}

/** Pictures that are a video's frames. */
export interface FramesClip {
  readonly kind: "frames";
  /** Absolute path of the folder that the names begin in. */
  readonly folder: string;
  /** Paths in that folder, in the order of the frames. Clips with the same names share one list. */
  readonly names: readonly string[];
}

/** Pictures in an archive that are a video's frames, in order. */
export interface MemberFramesClip {
  readonly kind: "member_frames";
  /** Absolute path of the archive. */
  readonly archive: string;
  /** Byte ranges of the archive's file, `end` exclusive. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** A video of a dataset, with its label, group and other facts. */
export interface DatasetVideo {
  readonly id: VideoId;
  readonly source: ClipSource;
  /** `null`: not known. */
  readonly label: Label | null;
  /** The source identity: a real video and all fakes made from it share one. */
  readonly group: string;
  readonly split: string | null;
  readonly tags: Tags;
}

/** What the groups of a dataset are, which decides what intervals over them say. */
export interface GroupFacts {
  /**
   * `stated`: by labels or by the layout's rule; `linked`: likewise, but people occur in several groups, so that groups
   * are not independent; `own`: each video is its own group, since nothing says which belong together.
   */
  readonly kind: "stated" | "linked" | "own";
  /** Completes the sentence "The 95 % CIs hold for …", such as "other source videos of this kind". */
  readonly scope: string;
  /** What links the groups, a clause such as "a fake joins the people of two groups"; left out: nothing is known to. */
  readonly why?: string;
  /** Of several datasets together those where each video is its own group; left out: that is so in all, or in none. */
  readonly own?: readonly string[];
  /** What a group is, such as "a real video and its fakes"; left out: not known. */
  readonly unit?: string;
  /** The level that the dataset's card calls independent, such as `identity`; left out: it says none. */
  readonly independent?: string;
  /**
   * Whether the scope is in the words of the dataset's card: then it is about the level that the card calls independent,
   * else about groups. Left out: it is the layout's, about groups.
   */
  readonly isOwnScope?: true;
}

/** Something in a dataset's folder that is not evaluated. */
export interface LeftOut {
  /** Path inside the dataset. */
  readonly name: string;
  /**
   * `link`: a link that leads out of the dataset; `broken_link`: its target is missing; `member_link`: a link in an
   * archive; `compressed`: a member of an archive that is not stored, or an archive that is compressed as a whole;
   * `archive`: one that is damaged, encrypted or in another one, or whose members are there already; `extension`: a file
   * whose extension is not a video's; `unlisted`: a video that the labels do not list.
   */
  readonly reason:
    | "link"
    | "broken_link"
    | "member_link"
    | "compressed"
    | "archive"
    | "extension"
    | "unlisted";
  /** File name of the archive that it is in; left out: it is in none. */
  readonly archive?: string;
}

/** A dataset, read through a layout. Videos are sorted by id, by code point. */
export interface Dataset {
  readonly name: string;
  /** Absolute path of what was opened: the folder, the archive, or the file of labels. */
  readonly place: string;
  /** Absolute path of the folder, or of the archive, that names of videos begin in. */
  readonly folder: string;
  /** Whether links that lead out of the folder were followed. */
  readonly followLinks: boolean;
  readonly layout: string;
  /** What showed the layout, such as "`metadata.json`". */
  readonly recognisedBy: string;
  readonly videos: readonly DatasetVideo[];
  /** Listed in the labels, absent on disk. Sorted. */
  readonly missing: readonly VideoId[];
  /** The split used by default; `null`: all videos. */
  readonly defaultSplit: string | null;
  readonly groups: GroupFacts;
  /** What reading the labels decided for the user, one sentence each, such as which column is the label. */
  readonly notes: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Name of a set of groups that several datasets share, such as `ff++`; `null`: the groups are its own. */
  readonly groupSpace: string | null;
  /** The datasets that it was combined from, whole and with their own names of videos and groups; empty: it was not. */
  readonly parts: readonly Dataset[];
  /** Folders whose videos the layout leaves out on purpose, such as another compression; left out: none. */
  readonly setAside?: readonly string[];
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
  /** Frames per second; 0: not known, as of pictures, which have no times. */
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
