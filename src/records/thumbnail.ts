/** A small picture of a face as a classifier saw it. Never part of a result: it is for people's eyes. */
export interface Thumbnail {
  /** Place in the decoded stream, from 0, as in faces.csv. */
  readonly frame: number;
  /** Rank within the frame, from 0, as in faces.csv. */
  readonly face: number;
  /** A whole JPEG file, at most MOST_THUMBNAIL_BYTES. */
  readonly jpeg: Uint8Array;
}

/** A video has at most so many thumbnails. */
export const MOST_THUMBNAILS = 8;

/** A thumbnail's file has at most so many bytes. */
export const MOST_THUMBNAIL_BYTES = 3000;
