import { join } from "node:path";
import { AssayError } from "../../records/errors.ts";
import type { Provider } from "../../records/provider.ts";
import type { FaceDetectorContext } from "../../stages/faces/contract.ts";
import type { LoadingPart } from "../../stages/part.ts";

/** Settings for opening a face detector. */
export interface ContextOptions {
  /** Name of the part in its registry. */
  readonly name: string;
  /** Absolute path of the folder that declared files are relative to. */
  readonly models: string;
  readonly provider: Provider;
  readonly threads: number;
}

/**
 * Makes the context that a face detector is opened with. Keys include provider and threads only for parts with files,
 * so other parts cannot read them.
 */
export function detectorContext(
  { files = [] }: LoadingPart,
  { name, models, provider, threads }: ContextOptions,
): FaceDetectorContext {
  const session = <Value>(value: Value): Value => {
    if (files.length > 0) return value;
    throw undeclared(name, "reads the provider or threads but declares no `files`");
  };
  return {
    pathOf(file) {
      if (files.includes(file)) return join(models, file);
      throw undeclared(name, `loads "${file}", which it does not declare in \`files\``);
    },
    get provider() {
      return session(provider);
    },
    get threads() {
      return session(threads);
    },
  };
}

function undeclared(name: string, what: string): AssayError {
  return new AssayError("INTERNAL", 4, {
    what: `the face detector "${name}" ${what}`,
    remedy: "Declare the files in `files` of the part, so that they are part of the stage's key",
  });
}
