import { AssayError, inputError } from "../../records/errors.ts";
import type { FramesClip, MemberFramesClip } from "../../records/video.ts";
import { videoTooLarge } from "../ffmpeg/container_input.ts";
import { openPictures, type PictureFiles } from "../files/clip_contents.ts";
import { type PictureHeader, readPictureHeader } from "./picture_header.ts";

/** A clip that is made of pictures. */
export type PicturesClip = FramesClip | MemberFramesClip;

/** A picture as it is stored. */
export interface StoredPicture {
  readonly bytes: Uint8Array;
  readonly header: PictureHeader;
}

/** Opens a clip of pictures. @throws AssayError VIDEO_MISSING (exit 3) when the archive is not there */
export async function openPicturesClip(source: PicturesClip): Promise<PictureFiles> {
  return await openPictures(source).catch((cause) => {
    throw inputError("VIDEO_MISSING", {
      what: "the video file is missing",
      remedy: "Restore the file or remove it from the labels",
      cause,
    });
  });
}

/**
 * Reads a picture and its header; `null`: it is missing, is no picture, or its header is damaged.
 * @throws AssayError VIDEO_TOO_LARGE (exit 3)
 */
export async function readPicture(
  pictures: PictureFiles,
  position: number,
  { megapixels = Infinity }: { readonly megapixels?: number | undefined },
): Promise<StoredPicture | null> {
  const bytes = await pictures.read(position).catch(nullForDamage);
  const header = bytes && readPictureHeader(bytes);
  if (bytes === null || header === null) return null;
  if (header.width * header.height > megapixels * 1e6) throw videoTooLarge(megapixels);
  return { bytes, header };
}

/** Returns `null` for an error that says that a picture is missing or damaged, and throws others. */
export function nullForDamage(error: unknown): null {
  const isDamage = error instanceof RangeError && !/allocat/i.test(error.message);
  const isAway = error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.PermissionDenied ||
    (error instanceof Error && "code" in error && error.code === "ENOENT");
  const isOdd = error instanceof AssayError && error.code === "NOT_A_FILE";
  if (isDamage || isAway || isOdd) return null;
  throw error;
}

/** Makes the error for a clip without a picture that can be read. */
export function noPicture(): AssayError {
  return inputError("VIDEO_UNDECODABLE", {
    what: "no frame of the video can be decoded",
    remedy: "Replace the file or remove it from the dataset",
  });
}
