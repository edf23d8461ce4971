import { PositionSet } from "../../base/position_set.ts";
import { MOST_THUMBNAILS, type Thumbnail } from "../../records/thumbnail.ts";
import { thumbnailJpeg, type ThumbnailTools } from "./thumbnail_jpeg.ts";
import type { FaceSlot } from "./views.ts";

/**
 * Takes thumbnails of a video's faces while their pixels are at hand. It is shown every face that a view
 * takes, and takes at most one from each of MOST_THUMBNAILS equal parts of the frames: which ones depends on
 * the frames and faces alone.
 */
export interface ThumbnailTaker {
  /**
   * Starts a pass over the video. Of several passes, as variants that are timed alone make them, the first
   * that sees a face gives the thumbnails.
   * @param positions of all frames of the pass
   */
  begin(positions: PositionSet): void;
  /** Shows a face. */
  offer(slot: Pick<FaceSlot, "frame" | "face">, shown: ShownFace): void;
  /** By frame. */
  taken(): readonly Thumbnail[];
}

export interface ShownFace {
  /** The face as prepared for a classifier: a square, RGB. */
  readonly pixels: Uint8Array;
  /** How many faces its frame has, at least 1. */
  readonly among: number;
}

/** A taker for one video. */
export function thumbnailTaker(tools: ThumbnailTools): ThumbnailTaker {
  let frames = PositionSet.below(0);
  const taken = new Map<number, Thumbnail>();
  return {
    begin(positions) {
      if (taken.size > 0) return;
      frames = positions;
    },
    offer({ frame, face }, { pixels, among }) {
      if (!frames.has(frame)) return;
      const part = Math.floor((frames.rankOf(frame) * MOST_THUMBNAILS) / frames.size);
      // The faces of a frame take turns, so that each person of a video is seen.
      if (taken.has(part) || face !== part % among) return;
      const side = Math.sqrt(pixels.length / 3);
      const jpeg = thumbnailJpeg({ width: side, height: side, data: pixels }, tools);
      taken.set(part, { frame, face, jpeg });
    },
    taken: () => [...taken.values()].sort((a, b) => a.frame - b.frame),
  };
}
