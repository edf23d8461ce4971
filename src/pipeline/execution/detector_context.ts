import { join } from "node:path";
import { AssayError } from "../../records/errors.ts";
import type { Provider } from "../../records/provider.ts";
import type { FaceDetectorContext } from "../../stages/faces/contract.ts";
import type { LoadingPart } from "../../stages/part.ts";

/** Where a part's files are and how its networks run. */
export interface ContextOptions {
  /** The part's name in its registry. */
  readonly name: string;
  /** Absolute path of the folder under which files are declared. */
  readonly models: string;
  readonly provider: Provider;
  readonly threads: number;
}

/**
 * What a face detector is opened with: the files that it declares, and where its networks run. A key holds provider
 * and threads for parts with files only, so the others may not ask for them.
 */
export function detectorContext(
  { files = [] }: LoadingPart,
  { name, models, provider, threads }: ContextOptions,
): FaceDetectorContext {
  const session = <Value>(value: Value): Value => {
    if (files.length > 0) return value;
    throw undeclared(name, "asks where networks run and declares no files");
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
    remedy: "Declare it in the part: its output would depend on something that is in no key",
  });
}
