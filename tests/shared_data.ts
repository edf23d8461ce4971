import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { projectRoot } from "../src/platform/files/project.ts";

/** The folder with golden data and media, beside the checkout; absent in a stranger's clone. */
export const sharedFolder = resolve(projectRoot(), "..", "shared");

export const sharedIsHere = existsSync(join(sharedFolder, "golden"));

export function sharedPath(...parts: string[]): string {
  return join(sharedFolder, ...parts);
}

export function sharedJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(sharedPath(...parts), "utf8")) as T;
}

export function sharedBytes(...parts: string[]): Uint8Array {
  return new Uint8Array(readFileSync(sharedPath(...parts)));
}

/** A test that needs `../shared`: reported as ignored, with the reason in its name, where that is absent. */
export function sharedTest(name: string, run: (t: Deno.TestContext) => void | Promise<void>): void {
  Deno.test({
    name: sharedIsHere ? name : `${name} (skipped: ../shared is not here)`,
    ignore: !sharedIsHere,
    fn: run,
  });
}
