import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Returns the absolute path of the checkout. */
export function projectRoot(): string {
  return fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
}

/** Returns the absolute path of the folder for derived state: `ASSAY_HOME`, else `.assay` in the checkout. */
export function assayHome(): string {
  const chosen = Deno.env.get("ASSAY_HOME");
  return chosen ? resolve(chosen) : join(projectRoot(), ".assay");
}

/** Returns the absolute path of the folder in which `rememberedHash` keeps hashes of large files. */
export function hashesFolder(): string {
  return join(assayHome(), "hashes");
}

/**
 * Returns the absolute path of the folder with the links to ffmpeg and ffprobe. `ASSAY_HOME` does not move it:
 * the tasks' permission to run programs lists these two paths.
 */
export function binFolder(): string {
  return join(projectRoot(), ".assay", "bin");
}
