import { resolve } from "node:path";
import { AssayError, usageError } from "../records/errors.ts";
import { readTextFile } from "../platform/files/regular_file.ts";
import type { RunOptions } from "./run_options.ts";

/** Reads the text of the evaluation file. @returns also its name in errors */
export async function readConfigText(
  { config: source }: Pick<RunOptions, "config">,
): Promise<{ readonly text: string; readonly source: string }> {
  const text = await readTextFile(resolve(source)).catch((cause) => {
    throw usageError("CONFIG_NOT_READ", {
      what: cause instanceof AssayError ? cause.what : `${source} cannot be read`,
      remedy:
        "Give the path of an evaluation file with --config, such as eval.jsonc of this project",
      cause,
    });
  });
  return { text, source };
}
