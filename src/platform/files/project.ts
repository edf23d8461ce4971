import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the checkout. */
export function projectRoot(): string {
  return fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
}

/** Absolute path of the folder for derived state: `ASSAY_HOME`, else `.assay` in the checkout. */
export function assayHome(): string {
  const chosen = Deno.env.get("ASSAY_HOME");
  return chosen ? resolve(chosen) : join(projectRoot(), ".assay");
}

/** Absolute path of the folder with the hashes of large files, by `rememberedHash`. */
export function hashesFolder(): string {
  return join(assayHome(), "hashes");
}

/**
 * Absolute path of the folder with the links to ffmpeg and ffprobe. `ASSAY_HOME` does not move it: the
 * tasks' permission to run programs names these two paths.
 */
export function binFolder(): string {
  return join(projectRoot(), ".assay", "bin");
}
