import { PositionSet } from "../../base/position_set.ts";
import { MOST_THUMBNAILS, type Thumbnail } from "../../records/thumbnail.ts";
import { thumbnailJpeg, type ThumbnailTools } from "./thumbnail_jpeg.ts";
import type { FaceSlot } from "./views.ts";

/**
 * Takes thumbnails of a video's faces. It is offered every face that a view takes, and takes at most one from each of
 * MOST_THUMBNAILS equal parts of the frames. The choice depends only on frames and faces.
 */
export interface ThumbnailTaker {
  /**
   * Starts a pass over the video. With several passes, as in isolated timing, the thumbnails come from the first pass
   * with a face.
   * @param positions positions of all frames of the pass
   */
  begin(positions: PositionSet): void;
  /** Offers a face. */
  offer(slot: Pick<FaceSlot, "frame" | "face">, shown: ShownFace): void;
  /** Lists the thumbnails by frame. */
  taken(): readonly Thumbnail[];
}

export interface ShownFace {
  /** Prepared face, uint8 RGB, `[size][size][3]`. */
  readonly pixels: Uint8Array;
  /** Number of faces in its frame, at least 1. */
  readonly among: number;
}

/** Makes a taker for one video. */
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
      // Alternates between the faces of a frame, so that every person of a video is shown.
      if (taken.has(part) || face !== part % among) return;
      const side = Math.sqrt(pixels.length / 3);
      const jpeg = thumbnailJpeg({ width: side, height: side, data: pixels }, tools);
      taken.set(part, { frame, face, jpeg });
    },
    taken: () => [...taken.values()].sort((a, b) => a.frame - b.frame),
  };
}
