import { join } from "node:path";
import type { Variant } from "../config/variant.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import type { FaceDetectorPart } from "../stages/faces/contract.ts";
import { faceDetectors } from "../stages/faces/registry.ts";
import { sha256File } from "../platform/files/hash.ts";

/**
 * Hashes every file that the variants' face detectors load.
 * @param models absolute path of the folder that the declared paths are relative to
 * @returns gives the SHA-256 of a declared file, hex
 * @throws AssayError FACE_DETECTOR_MISSING (exit 3) for a file that cannot be read
 */
export async function partFileHashes(
  variants: readonly Pick<Variant, "faceDetector">[],
  models: string,
): Promise<(file: string) => string> {
  const hashes = new Map<string, string>();
  for (const name of new Set(variants.map(({ faceDetector }) => faceDetector))) {
    const { files = [] }: FaceDetectorPart = faceDetectors[name];
    for (const file of files) {
      const hash = await sha256File(join(models, file)).catch((cause) => {
        throw fileMissing(file, { name, cause });
      });
      hashes.set(file, hash);
    }
  }
  return (file) => {
    const hash = hashes.get(file);
    if (hash === undefined) throw new Error(`"${file}" was not hashed`);
    return hash;
  };
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
