import type { VideoMetadata } from "../../records/video.ts";
import { type PictureHeader, shownSize } from "./picture_header.ts";
import { noPicture, openPicturesClip, type PicturesClip, readPicture } from "./read_picture.ts";

/**
 * Describes a clip of pictures: their number, and size and kind of the first that can be read. They have no times: `fps`
 * is 0.
 * @param options `megapixels`: larger pictures are refused; default: none
 * @throws AssayError VIDEO_MISSING, VIDEO_UNDECODABLE or VIDEO_TOO_LARGE (exit 3)
 */
export async function probePictures(
  source: PicturesClip,
  { megapixels }: { readonly megapixels?: number | undefined } = {},
): Promise<VideoMetadata> {
  const pictures = await openPicturesClip(source);
  try {
    for (let i = 0; i < pictures.count; i++) {
      const picture = await readPicture(pictures, i, { megapixels });
      if (picture !== null) return metadataOf(picture.header, pictures.count);
    }
    throw noPicture();
  } finally {
    pictures.close();
  }
}

function metadataOf(header: PictureHeader, count: number): VideoMetadata {
  return {
    ...{ frameCount: count, isEstimate: false, packetCount: count, leadingCount: 0 },
    ...{ decodedCount: count, fps: 0, ...shownSize(header), rotation: 0 },
    ...{ codec: header.codec, pixelFormat: header.pixelFormat, durationSeconds: null },
  };
}
