import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolError } from "../records/errors.ts";
import type { Thumbnail } from "../records/thumbnail.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { systemErrorCode } from "../platform/files/system_error_code.ts";

/** Folder of a run with a folder of thumbnails for each video. */
export const THUMBS_FOLDER = "thumbs";

const NAME = /^(\d+)-(\d+)\.jpg$/;

/**
 * Reads the thumbnails of a video, by frame and face. Missing or torn ones, as a crash may leave, are ignored,
 * since a run is complete without thumbnails.
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
 * Writes the thumbnails of a video, all at once, replacing those of an interrupted attempt. They are not synced,
 * since readers ignore torn ones.
 * @param folder of the run
 * @throws AssayError (exit code 4) when they cannot be written
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
      remedy: "Free disk space and continue with --resume",
      cause,
    });
  }
}

/**
 * Folder of a video's thumbnails in a run's folder, with `/` between the parts: a readable prefix of the video's
 * name, then a hash that makes it unique. For any name the last part has only letters, digits, `_` and `-`.
 */
export function thumbsFolder(filename: string): string {
  const readable = filename.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 60);
  return `${THUMBS_FOLDER}/${readable}-${sha256Hex(filename).slice(0, 16)}`;
}

function namesIn(place: string): readonly string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Tells whether the bytes begin and end like a JPEG file. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  const end = bytes.length;
  return end > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[end - 2] === 0xff &&
    bytes[end - 1] === 0xd9;
}
