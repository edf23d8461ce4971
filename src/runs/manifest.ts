import { join } from "node:path";
import { AssayError, inputError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { readTextFileSync } from "../platform/files/regular_file.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { manifestSchema } from "./manifest_schema.ts";
import { RUN_FILES } from "./run_files.ts";

/** Schema version of new manifests. */
export const MANIFEST_VERSION = 2 satisfies RunManifest["schemaVersion"];

/** Last schema version without checksums. */
const UNPROVEN_VERSION = 1 satisfies RunManifest["schemaVersion"];

/** Writes `manifest.json` into a run folder, atomically, with a SHA-256 of its contents. */
export function writeManifest(folder: string, manifest: RunManifest): void {
  const content = manifest.schemaVersion === UNPROVEN_VERSION
    ? manifest
    : { ...manifest, sha256: hashOf(manifest) };
  writeAtomically(join(folder, RUN_FILES.manifest), [`${JSON.stringify(content, null, 2)}\n`]);
}

/**
 * Reads the manifest of a run folder and verifies its hash; manifests of schema version 1 have none.
 * @throws AssayError (exit code 3): MANIFEST_NOT_READ, MANIFEST_VERSION, MANIFEST_CHANGED
 */
export function readManifest(folder: string): RunManifest {
  const { sha256, ...content } = parsedManifest(folder);
  const { schemaVersion } = content;
  if (schemaVersion !== MANIFEST_VERSION && schemaVersion !== UNPROVEN_VERSION) {
    throw inputError("MANIFEST_VERSION", {
      what: `the manifest in ${folder} has schema version ${
        JSON.stringify(schemaVersion)
      }, not ${MANIFEST_VERSION}`,
      remedy: "Use the version of Assay that made the run, or evaluate again",
    });
  }
  const stated = schemaVersion === UNPROVEN_VERSION ? undefined : hashOf(content);
  if (sha256 !== stated) throw changed(folder, "it does not match the hash in it");
  const checked = manifestSchema.safeParse(content, INTERPRETED);
  if (checked.success) return content as unknown as RunManifest;
  const [issue] = checked.error.issues;
  throw changed(folder, `${issue?.path.join(".") || "it"}: ${issue?.message}`);
}

/** Compiling a schema pays off only after hundreds of values. */
const INTERPRETED = { jitless: true } as const;

/** Hashes the values, not the text, so that reformatting does not matter. */
function hashOf(content: object): string {
  return sha256Hex(JSON.stringify(content));
}

function parsedManifest(folder: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readTextFileSync(join(folder, RUN_FILES.manifest)));
    if (typeof value !== "object" || value === null) throw new TypeError("not a JSON object");
    return value as Record<string, unknown>;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw inputError("MANIFEST_NOT_READ", {
      what: `${folder} has no readable ${RUN_FILES.manifest}`,
      remedy: "Give the folder of a run, as eval prints it",
      cause,
    });
  }
}

function changed(folder: string, why: string): AssayError {
  return inputError("MANIFEST_CHANGED", {
    what: `${join(folder, RUN_FILES.manifest)} was changed: ${why}`,
    remedy: "Restore the file from a copy, or evaluate again into another folder",
  });
}
