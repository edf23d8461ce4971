import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { inputError } from "../../records/errors.ts";
import type { Clock } from "../host/clock.ts";
import type { NpmOptions } from "./npm_config.ts";
import type { NpmPackage } from "./packages.ts";
import { watchSilence } from "./silence_watch.ts";

/**
 * Options that the user's npm configuration may override. The timeout is how long the registry may send nothing,
 * milliseconds.
 */
const DEFAULTS = {
  fetchTimeout: 20_000,
  fetchRetries: 1,
  fetchRetryFactor: 2,
  fetchRetryMintimeout: 500,
  fetchRetryMaxtimeout: 2_000,
} as const satisfies NpmOptions;

/** Timeout of a whole response, milliseconds: long, since a slow network is not an error. */
const LONGEST_ANSWER = 3_600_000;

/** Where a package is fetched from and to. */
export interface PackageDownload {
  /** Folder for the tarball. */
  readonly workshop: string;
  /** Folder for the package's files; it must not exist. */
  readonly unpacked: string;
  readonly npm: NpmOptions;
  readonly clock: Clock;
}

/**
 * Fetches a package from the registry and unpacks it.
 * @throws AssayError PACKAGE_WRONG_HASH, PACKAGE_NOT_FOUND or PACKAGE_UNREACHABLE (exit 3)
 */
export async function downloadPackage(
  wanted: NpmPackage,
  download: PackageDownload,
): Promise<void> {
  // Loaded here, as it is slow to load and only needed for fetching.
  const { default: pacote } = await import("pacote") as { readonly default: Pacote };
  const attempt = () => downloadAndUnpack(wanted, { ...download, pacote });
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
  /** `_resolved`: the address of the tarball. */
  readonly manifest: (
    spec: string,
    options: object,
  ) => Promise<{ readonly _resolved: string }>;
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
  { workshop, unpacked, npm, clock, pacote }: PackageDownload & { readonly pacote: Pacote },
): Promise<void> {
  const tarball = join(workshop, "package.tgz");
  const settings = { ...DEFAULTS, ...npm };
  const message = "the registry stopped responding";
  const watch = watchSilence(settings.fetchTimeout, { clock, message });
  try {
    const options = { ...settings, integrity, timeout: LONGEST_ANSWER, signal: watch.signal };
    const spec = `${name}@${version}`;
    const save = (stream: NpmStream) => saveStream(stream, tarball, watch.restart);
    const request = async () => {
      const { _resolved: resolved } = await pacote.manifest(spec, { ...options, ...ownSocket() });
      await pacote.tarball.stream(resolved, save, { ...options, ...ownSocket() });
    };
    await Promise.race([request(), rejectOnAbort(watch.signal)]);
  } finally {
    watch.stop();
  }
  await pacote.extract(`file:${tarball}`, unpacked, { integrity });
}

/**
 * Makes options for a connection that no other request has used. When a reused connection is closed, Deno repeats its
 * request, even an aborted one, and npm's agent then throws an error that cannot be caught. npm's libraries share
 * one agent, and its connections, among all requests with equal options.
 */
function ownSocket(): NpmOptions {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return { maxSockets: 1000 + random };
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

/** Whether the response was cut off, which npm's libraries do not retry. */
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
