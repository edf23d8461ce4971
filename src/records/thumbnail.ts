/** A small picture of a face as a classifier saw it; for viewing only, never part of a result. */
export interface Thumbnail {
  /** Place in the decoded stream, from 0, as in faces.csv. */
  readonly frame: number;
  /** Rank within the frame, from 0, as in faces.csv. */
  readonly face: number;
  /** A whole JPEG file, at most MOST_THUMBNAIL_BYTES. */
  readonly jpeg: Uint8Array;
}

/** Maximum number of thumbnails of a video. */
export const MOST_THUMBNAILS = 8;

/** Largest size of a thumbnail's file, bytes. */
export const MOST_THUMBNAIL_BYTES = 3000;
