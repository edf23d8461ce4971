import { dirname } from "node:path";
import { inputError } from "../../records/errors.ts";
import { openLocked } from "../files/locked_file.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { readNotes, validatorOf, writeNotes } from "./download_notes.ts";
import { type SilenceWatch, watchSilence } from "./silence_watch.ts";

export interface DownloadOptions {
  /** Absolute path of the file to create. */
  readonly path: string;
  /** Called with the bytes received so far and the total (`null`: unknown). */
  readonly onProgress?: (have: number, whole: number | null) => void;
  /** Called with the reason before a failed connection is retried. */
  readonly onRetry?: (why: string) => void;
  /** Longest silence of the server, milliseconds. A slow transfer is not an error. */
  readonly patience?: number;
  /** Pause before the second connection, milliseconds; doubled for each further one without progress. */
  readonly pause?: number;
  /** Largest accepted file, bytes. */
  readonly limit?: number;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/** Consecutive connections without new data before the download fails. */
const MAX_FAILURES = 4;

const DEFAULTS = { patience: 30_000, pause: 1_000, limit: 2 ** 32, clock: systemClock } as const;

/** A failed connection that is worth retrying. */
class BrokenConnection extends Error {}

/**
 * Fetches a file, atomically. Received bytes are kept in `<path>.part`, and the next connection, in this or a
 * later process, resumes there if the server confirms that the file is unchanged. If two processes fetch the
 * same file, the second waits.
 * @throws AssayError (exit 3) DOWNLOAD_NOT_FOUND, DOWNLOAD_REFUSED, DOWNLOAD_TOO_LARGE, or DOWNLOAD_UNREACHABLE
 * after several consecutive connections without new data
 */
export async function download(url: string, options: DownloadOptions): Promise<void> {
  const { path, onRetry, pause = DEFAULTS.pause, clock = DEFAULTS.clock } = options;
  await Deno.mkdir(dirname(path), { recursive: true });
  using part = await openLocked(`${path}.part`);
  if (await isFile(path)) return; // another process held the lock and has completed the download
  for (let failures = 0;;) {
    const before = await sizeOf(part);
    try {
      await connectOnce(url, part, options);
      break;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      failures = await sizeOf(part) > before ? 0 : failures + 1;
      if (failures === MAX_FAILURES) throw unreachable(url, error);
      onRetry?.(error.message);
      await clock.wait(pause * 2 ** failures);
    }
  }
  await part.sync();
  await Deno.rename(`${path}.part`, path);
  await writeNotes(path, null);
}

async function connectOnce(
  url: string,
  part: Deno.FsFile,
  {
    path,
    onProgress,
    patience = DEFAULTS.patience,
    limit = DEFAULTS.limit,
    clock = DEFAULTS.clock,
  }: DownloadOptions,
): Promise<void> {
  const watch = watchSilence(patience, { clock, message: "the server stopped responding" });
  try {
    const response = await requestRest(url, { part, path, signal: watch.signal });
    const start = await readStart(response, { url, part, path });
    if (start === null) return;
    const whole = wholeLength(response, start);
    await part.seek(start, Deno.SeekMode.Start);
    let have = start;
    for await (const chunk of readChunks(response, watch)) {
      have += chunk.length;
      if (have > limit) {
        await part.truncate(0);
        throw tooLarge(url, limit);
      }
      await writeAll(part, chunk);
      onProgress?.(have, whole);
    }
    if (whole !== null && have < whole) throw new BrokenConnection("the connection was cut off");
  } finally {
    watch.stop();
  }
}

/** Requests the missing bytes if the file is unchanged on the server, else the whole file. */
async function requestRest(
  url: string,
  { part, path, signal }: { part: Deno.FsFile; path: string; signal: AbortSignal },
): Promise<Response> {
  const have = await sizeOf(part);
  const validator = have > 0 ? await readNotes(path, url) : null;
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (validator !== null) {
    headers["range"] = `bytes=${have}-`;
    headers["if-range"] = validator;
  }
  try {
    return await fetch(url, { headers, signal });
  } catch (cause) {
    throw new BrokenConnection(reasonOf(cause, "the server cannot be reached"), { cause });
  }
}

/** Returns the offset at which the response's bytes belong; `null`: the file is complete. */
async function readStart(
  response: Response,
  { url, part, path }: { url: string; part: Deno.FsFile; path: string },
): Promise<number | null> {
  const { status, headers } = response;
  const have = await sizeOf(part);
  if (status === 200 || status === 206) requireSafe(response, url);
  const range = headers.get("content-range") ?? "";
  if (status === 206 && range.startsWith(`bytes ${have}-`)) return have;
  if (status === 200) {
    await writeNotes(path, { url, validator: validatorOf(headers) });
    await part.truncate(0);
    return 0;
  }
  await response.body?.cancel();
  if (status === 416 && range === `bytes */${have}`) return null;
  if (status === 206 || status === 416) {
    await part.truncate(0);
    throw new BrokenConnection("the server refused to resume the download");
  }
  throw refusal(url, status);
}

function wholeLength({ headers }: Response, start: number): number | null {
  const length = headers.get("content-length");
  return length === null ? null : start + Number(length);
}

/** Yields the chunks of a response as they arrive. */
async function* readChunks(response: Response, watch: SilenceWatch): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watch.restart();
      yield value;
    }
  } catch (cause) {
    throw new BrokenConnection(reasonOf(cause, "the connection was cut off"), { cause });
  } finally {
    await reader.cancel().catch(() => {}); // it may have failed already
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}

function reasonOf(cause: unknown, otherwise: string): string {
  return cause instanceof DOMException && cause.name === "TimeoutError" ? cause.message : otherwise;
}

async function sizeOf(file: Deno.FsFile): Promise<number> {
  return (await file.stat()).size;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** Rejects redirects from https to plain http, where the file could be changed on its way. */
function requireSafe(response: Response, url: string): void {
  if (!url.startsWith("https:") || response.url.startsWith("https:")) return;
  throw inputError("DOWNLOAD_REFUSED", {
    what: `${url} redirects to an address that is not https`,
    remedy: "Download the file by hand and pass its folder with --from",
  });
}

function refusal(url: string, status: number): Error {
  const isMissing = status === 404 || status === 410;
  if (status === 408 || status === 429 || status >= 500) {
    return new BrokenConnection(`the server answered ${status}`);
  }
  return inputError(isMissing ? "DOWNLOAD_NOT_FOUND" : "DOWNLOAD_REFUSED", {
    what: isMissing ? `${url} does not exist` : `the server answered ${status} for ${url}`,
    remedy: "Download the file by hand and pass its folder with --from",
  });
}

function tooLarge(url: string, limit: number): Error {
  return inputError("DOWNLOAD_TOO_LARGE", {
    what: `${url} is larger than ${limit} bytes`,
    remedy: "Check the URL in the model card",
  });
}

function unreachable(url: string, cause: Error): Error {
  return inputError("DOWNLOAD_UNREACHABLE", {
    what: `${url} could not be fetched: ${cause.message}`,
    remedy: "Check the network and run the command again; the download resumes where it stopped",
    cause,
  });
}
