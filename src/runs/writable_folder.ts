import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usageError } from "../records/errors.ts";

/**
 * Makes a folder for results and checks that files can be created in it.
 * @param flag the flag that gives it, such as `--out`
 * @throws AssayError OUT_NOT_WRITABLE (exit code 2)
 */
export function makeWritableFolder(path: string, flag: string): void {
  try {
    mkdirSync(path, { recursive: true });
    const probe = join(path, `.${crypto.randomUUID().slice(0, 8)}.tmp`);
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
  } catch (cause) {
    throw usageError("OUT_NOT_WRITABLE", {
      what: `${path} cannot be written`,
      remedy: `Choose another folder with ${flag}`,
      cause,
    });
  }
}
