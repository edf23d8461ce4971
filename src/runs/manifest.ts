import { join } from "node:path";
import { AssayError, inputError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { readTextFileSync } from "../platform/files/regular_file.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { RUN_FILES } from "./run_files.ts";

const SCHEMA_VERSION: RunManifest["schemaVersion"] = 1;

/** Writes `manifest.json` into a run folder, atomically. */
export function writeManifest(folder: string, manifest: RunManifest): void {
  writeAtomically(join(folder, RUN_FILES.manifest), [`${JSON.stringify(manifest, null, 2)}\n`]);
}

/**
 * Reads the manifest of a run folder.
 * @throws AssayError (exit code 3) when there is none, or one of another schema version
 */
export function readManifest(folder: string): RunManifest {
  const manifest = parsedManifest(folder);
  if (manifest.schemaVersion === SCHEMA_VERSION) return manifest;
  throw inputError("MANIFEST_VERSION", {
    what:
      `the manifest in ${folder} has schema version ${manifest.schemaVersion}, not ${SCHEMA_VERSION}`,
    remedy: "Use the version of Assay that made the run, or evaluate again",
  });
}

function parsedManifest(folder: string): RunManifest {
  try {
    const value: unknown = JSON.parse(readTextFileSync(join(folder, RUN_FILES.manifest)));
    if (typeof value !== "object" || value === null) throw new TypeError("not a JSON object");
    return value as RunManifest;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw inputError("MANIFEST_NOT_READ", {
      what: `${folder} has no readable ${RUN_FILES.manifest}`,
      remedy: "Give the folder of a run, as eval prints it",
      cause,
    });
  }
}
