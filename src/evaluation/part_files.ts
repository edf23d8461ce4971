import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type AssayError, inputError } from "../records/errors.ts";
import { parseCardText } from "../stages/classifiers/parse_card.ts";
import type { FaceDetectorPart } from "../stages/faces/contract.ts";
import { type FaceDetectorName, faceDetectors } from "../stages/faces/registry.ts";
import { sha256File } from "../platform/files/hash.ts";

/**
 * SHA-256 of every file that some face detectors load, hex, by the path that they declare.
 * @param detectors names of face detectors, repeated or not
 * @param models absolute path of the folder under which they are declared
 * @throws AssayError (exit 3) FACE_DETECTOR_MISSING for a file that is not there, FACE_DETECTOR_CHANGED for one
 * whose hash does not match the card beside it
 */
export async function partFileHashes(
  detectors: readonly string[],
  models: string,
): Promise<(file: string) => string> {
  const hashes = new Map<string, string>();
  for (const name of new Set(detectors)) {
    const { files = [] }: FaceDetectorPart = faceDetectors[name as FaceDetectorName];
    for (const file of files) {
      const hash = await sha256File(join(models, file)).catch((cause) => {
        throw fileMissing(file, { name, cause });
      });
      await requireStated(file, { name, models, hash });
      hashes.set(file, hash);
    }
  }
  return (file) => {
    const hash = hashes.get(file);
    if (hash === undefined) throw new Error(`"${file}" was not hashed`);
    return hash;
  };
}

async function requireStated(
  file: string,
  { name, models, hash }: { readonly name: string; readonly models: string; readonly hash: string },
): Promise<void> {
  const stated = await statedHash(join(models, dirname(file)), basename(file));
  if (stated === undefined || stated === hash) return;
  throw inputError("FACE_DETECTOR_CHANGED", {
    what:
      `the SHA-256 of models/${file}, which the face detector "${name}" loads, does not match its card`,
    remedy: "Run `deno task setup`, which builds it again",
  });
}

/** Reads the hash of a file from the card in its folder; `undefined`: the card has none. */
async function statedHash(folder: string, file: string): Promise<string | undefined> {
  const text = await readFile(join(folder, "card.json"), "utf8").catch(() => "{}");
  const { files } = parseCardText(text, `${basename(folder)}/card.json`) as {
    readonly files?: Readonly<Record<string, string>>;
  };
  return files?.[file];
}

function fileMissing(
  file: string,
  { name, cause }: { readonly name: string; readonly cause: unknown },
): AssayError {
  return inputError("FACE_DETECTOR_MISSING", {
    what: `models/${file} of the face detector "${name}" cannot be read`,
    remedy: "Run `deno task setup` once with network access, or add the file",
    cause,
  });
}
