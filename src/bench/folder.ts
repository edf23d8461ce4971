import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { usageError } from "../records/errors.ts";
import { assayHome } from "../platform/files/project.ts";

/**
 * Makes the folder for a result and proves that it can be written, before anything is measured. A result that
 * is there already is replaced.
 * @throws AssayError OUT_NOT_WRITABLE (exit 2)
 */
export function newBenchFolder(out: string): string {
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.${crypto.randomUUID().slice(0, 8)}.tmp`);
    writeFileSync(probe, "");
    rmSync(probe);
    return folder;
  } catch (cause) {
    throw usageError("OUT_NOT_WRITABLE", {
      what: `${folder} cannot be written`,
      remedy: "Choose another folder with --out",
      cause,
    });
  }
}

/** A new folder for what is measured with and thrown away; on the same disk as Assay's other state. */
export function temporaryFolder(): string {
  const parent = join(assayHome(), "bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "run-"));
}
