/** One tag of many videos: each distinct value once, and a number per video. */
export interface TagColumn {
  /** Whether the dataset states it; else Assay found it out from the videos. */
  readonly stated: boolean;
  /** Distinct values. */
  readonly values: readonly string[];
  /** 0: the video does not have the tag; k + 1: it has `values[k]`. One per video. */
  readonly codes: Uint32Array;
}

/** Tags of the same videos, in the same order, by name. */
export type TagColumns = ReadonlyMap<string, TagColumn>;

/** A column that is filled video by video. */
export interface GrowingTagColumn extends TagColumn {
  readonly values: string[];
  /** Code of each value. */
  readonly codeOf: Map<string, number>;
}

/** A column of videos that do not have the tag. */
export function emptyTagColumn(
  videos: number,
  { stated }: { readonly stated: boolean },
): GrowingTagColumn {
  return { stated, values: [], codes: new Uint32Array(videos), codeOf: new Map() };
}

/** A column of the given values; `null`: the video does not have the tag. */
export function tagColumn(
  values: readonly (string | null)[],
  { stated }: { readonly stated: boolean },
): TagColumn {
  const column = emptyTagColumn(values.length, { stated });
  values.forEach((value, video) => {
    if (value !== null) setTag(column, video, value);
  });
  return column;
}

/** Sets the value of a video. */
export function setTag(column: GrowingTagColumn, video: number, value: string): void {
  let code = column.codeOf.get(value);
  if (code === undefined) {
    code = column.values.push(value);
    column.codeOf.set(value, code);
  }
  column.codes[video] = code;
}

/** The value of a video; `null`: it does not have the tag. */
export function tagAt({ values, codes }: TagColumn, video: number): string | null {
  return values[codes[video]! - 1] ?? null;
}
