import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolError } from "../records/errors.ts";
import type { Thumbnail } from "../records/thumbnail.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { systemErrorCode } from "../platform/files/system_error_code.ts";

/** The folder of a run that holds a folder of thumbnails for each video. */
export const THUMBS_FOLDER = "thumbs";

const NAME = /^(\d+)-(\d+)\.jpg$/;

/**
 * The thumbnails of a video, by frame and face. Those that are missing or torn, which a crash may leave, are
 * passed over: a run without thumbnails is whole.
 * @param folder of the run
 */
export function readThumbs(folder: string, filename: string): readonly Thumbnail[] {
  const place = join(folder, thumbsFolder(filename));
  return namesIn(place)
    .flatMap((name) => {
      const [, frame, face] = NAME.exec(name) ?? [];
      if (frame === undefined) return [];
      const jpeg = new Uint8Array(readFileSync(join(place, name)));
      return isWholeJpeg(jpeg) ? [{ frame: Number(frame), face: Number(face), jpeg }] : [];
    })
    .sort((a, b) => a.frame - b.frame || a.face - b.face);
}

/**
 * Writes the thumbnails of a video, all at once, in place of those that a broken-off attempt left. They are
 * not synced one by one: a reader passes over what a crash may tear.
 * @param folder of the run
 * @throws AssayError (exit code 4) when the disk does not take them
 */
export function writeThumbs(
  folder: string,
  filename: string,
  thumbnails: readonly Thumbnail[],
): void {
  if (thumbnails.length === 0) return;
  const place = join(folder, thumbsFolder(filename));
  const temporary = `${place}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    mkdirSync(temporary, { recursive: true });
    try {
      for (const { frame, face, jpeg } of thumbnails) {
        writeFileSync(join(temporary, `${frame}-${face}.jpg`), jpeg);
      }
      rmSync(place, { recursive: true, force: true });
      renameSync(temporary, place);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw toolError("THUMBNAILS_NOT_WRITTEN", {
      what: `${place} could not be written (${code})`,
      remedy: "Make room on the disk and go on with --resume",
      cause,
    });
  }
}

/**
 * Where a video's thumbnails lie in a run's folder, with `/` between the parts: a readable beginning of the
 * video's name, then a hash that makes it its own. Whatever the video is called, the last part holds only
 * letters, digits, `_` and `-`.
 */
export function thumbsFolder(filename: string): string {
  const readable = filename.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 60);
  return `${THUMBS_FOLDER}/${readable}-${sha256Hex(filename).slice(0, 16)}`;
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

/** Whether the bytes begin and end as a JPEG file does. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  const end = bytes.length;
  return end > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[end - 2] === 0xff &&
    bytes[end - 1] === 0xd9;
}
