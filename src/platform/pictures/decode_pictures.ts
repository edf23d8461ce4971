import { join } from "node:path";
import type { DecodedFrame, RgbImage } from "../../records/frame.ts";
import type { FileClip, MemberClip, QuarterTurn } from "../../records/video.ts";
import { orientImage } from "../../base/numeric/images/orient_image.ts";
import { decodeJpeg } from "../../base/numeric/jpeg/decode_jpeg.ts";
import type { PositionSet } from "../../base/position_set.ts";
import { rotateImage } from "../ffmpeg/frame_rotation.ts";
import type { PictureFiles } from "../files/clip_contents.ts";
import type { Patience } from "../host/countdown.ts";
import { decodePng } from "./decode_png.ts";
import { decodeWebp } from "./decode_webp.ts";
import {
  noPicture,
  nullForDamage,
  openPicturesClip,
  type PicturesClip,
  readPicture,
  type StoredPicture,
} from "./read_picture.ts";

/** What is decoded, and limits as those of `decodeFrames`. */
export interface PictureDecoding {
  /** `null`: all. */
  readonly wanted: PositionSet | null;
  /** Degrees by which pictures are rotated clockwise, after their own orientation; default: 0. */
  readonly turn?: QuarterTurn;
  readonly megapixels?: number | undefined;
  readonly patience?: Patience | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes pictures of a clip in ascending order, each in its own size. One that cannot be read is left out, as a frame
 * that a stream does not have.
 * @throws AssayError VIDEO_UNDECODABLE (exit 3) when none can be read; VIDEO_TOO_LARGE (exit 3); that of ffmpeg (exit 4)
 */
export async function* decodePictures(
  source: PicturesClip,
  { wanted, turn = 0, ...limits }: PictureDecoding,
): AsyncGenerator<DecodedFrame, void, void> {
  const pictures = await openPicturesClip(source);
  let frames = 0;
  try {
    for (const position of wanted ?? Array(pictures.count).keys()) {
      limits.signal?.throwIfAborted();
      if (position >= pictures.count) break;
      const upright = await pictureAt(position, { source, pictures, ...limits });
      if (upright === null) continue;
      frames++;
      const target = new Uint8Array(turn === 0 ? 0 : upright.data.length);
      yield { position, image: rotateImage(upright, { rotation: turn, target }) };
    }
  } finally {
    pictures.close();
  }
  if (frames === 0) throw noPicture();
}

interface PictureTools extends Omit<PictureDecoding, "wanted" | "turn"> {
  readonly source: PicturesClip;
  readonly pictures: PictureFiles;
}

/** Decodes a picture; `null`: it cannot be read. */
async function pictureAt(
  position: number,
  { source, pictures, ...limits }: PictureTools,
): Promise<RgbImage | null> {
  const picture = await readPicture(pictures, position, limits);
  if (picture === null) return null;
  try {
    const stored = await decodeStored(picture, { file: fileOf(source, position), ...limits });
    return orientImage(stored, picture.header.orientation);
  } catch (error) {
    return nullForDamage(error);
  }
}

function decodeStored(
  { bytes, header }: StoredPicture,
  { file, ...limits }: Pick<PictureTools, "patience" | "signal"> & {
    readonly file: FileClip | MemberClip;
  },
): RgbImage | Promise<RgbImage> {
  const { codec } = header;
  switch (codec) {
    case "png":
      return decodePng(bytes);
    case "mjpeg":
      return decodeJpeg(bytes);
    case "webp":
      return decodeWebp(file, header, limits);
    default:
      return codec satisfies never;
  }
}

function fileOf(source: PicturesClip, position: number): FileClip | MemberClip {
  return source.kind === "frames"
    ? { kind: "file", path: join(source.folder, source.names[position]!) }
    : { kind: "member", archive: source.archive, ...source.spans[position]! };
}
