import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { assayHome } from "../platform/files/project.ts";

/** Makes a temporary folder on the same disk as Assay's other state. */
export function temporaryFolder(): string {
  const parent = join(assayHome(), "bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "run-"));
}
