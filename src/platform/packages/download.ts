import { dirname } from "node:path";
import { inputError } from "../../records/errors.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { readNotes, validatorOf, writeNotes } from "./download_notes.ts";
import { type SilenceWatch, watchSilence } from "./silence_watch.ts";

export interface DownloadOptions {
  /** Absolute path of the file to be. */
  readonly path: string;
  /** Told how much there is: bytes, and those of the whole (`null`: not said). */
  readonly onProgress?: (have: number, whole: number | null) => void;
  /** Told why a connection is given up, before the next one is tried. */
  readonly onRetry?: (why: string) => void;
  /** How long the server may be silent, milliseconds. However slow, what goes on is no fault. */
  readonly patience?: number;
  /** Before the second connection, milliseconds; doubled for each further one without progress. */
  readonly pause?: number;
  /** The largest file that is taken, bytes. */
  readonly limit?: number;
  /** What patience and pause are measured by; left out: the machine's clock. */
  readonly clock?: Clock;
}

/** Connections in a row that bring nothing new before it is given up. */
const MOST_FAILURES = 4;

const DEFAULTS = { patience: 30_000, pause: 1_000, limit: 2 ** 32, clock: systemClock } as const;

/** A connection that failed in a way that another may not. */
class BrokenConnection extends Error {}

/**
 * Fetches a file, whole or not at all: what has come stays in `<path>.part`, and the next connection, in this
 * process or a later one, goes on from there when the server says that it is still the same file. Two
 * processes may ask at once; the second waits.
 * @throws AssayError (exit 3) DOWNLOAD_NOT_FOUND, DOWNLOAD_REFUSED, DOWNLOAD_TOO_LARGE, or
 * DOWNLOAD_UNREACHABLE after several connections in a row brought nothing.
 */
export async function download(url: string, options: DownloadOptions): Promise<void> {
  const { path, onRetry, pause = DEFAULTS.pause, clock = DEFAULTS.clock } = options;
  await Deno.mkdir(dirname(path), { recursive: true });
  using part = await openAlone(`${path}.part`);
  if (await isThere(path)) return; // another process had the lock, and has finished
  for (let failures = 0;;) {
    const before = await sizeOf(part);
    try {
      await connectOnce(url, part, options);
      break;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      failures = await sizeOf(part) > before ? 0 : failures + 1;
      if (failures === MOST_FAILURES) throw unreachable(url, error);
      onRetry?.(error.message);
      await clock.wait(pause * 2 ** failures);
    }
  }
  await part.sync();
  await Deno.rename(`${path}.part`, path);
  await writeNotes(path, null);
}

/** Opens a file that no other process has open in this way, and waits until that is so. */
async function openAlone(path: string): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, { create: true, read: true, write: true });
    await file.lock(true);
    const { ino } = await file.stat();
    const named = await Deno.stat(path).catch(() => null);
    if (named?.ino === ino) return file;
    file.close(); // the one who had it has finished, and the name means another file or none
  }
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
    const response = await ask(url, { part, path, signal: watch.signal });
    const start = await startOf(response, { url, part, path });
    if (start === null) return;
    const whole = wholeLength(response, start);
    await part.seek(start, Deno.SeekMode.Start);
    let have = start;
    for await (const chunk of chunksOf(response, watch)) {
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

/** Asks for what is missing, if the file is still the one that was begun, else for all of it. */
async function ask(
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

/** Where the answer's bytes belong; `null`: there are no more. */
async function startOf(
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
    throw new BrokenConnection("the server no longer has the part that is missing");
  }
  throw refusal(url, status);
}

function wholeLength({ headers }: Response, start: number): number | null {
  const length = headers.get("content-length");
  return length === null ? null : start + Number(length);
}

/** The pieces of an answer as they come. */
async function* chunksOf(response: Response, watch: SilenceWatch): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watch.heard();
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

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** A redirection must not lead from https to plain http, where whoever stands between can change the file. */
function requireSafe(response: Response, url: string): void {
  if (!url.startsWith("https:") || response.url.startsWith("https:")) return;
  throw inputError("DOWNLOAD_REFUSED", {
    what: `${url} leads to an address that is not https`,
    remedy: "Fetch the file by hand and name its folder with --from",
  });
}

function refusal(url: string, status: number): Error {
  const isMissing = status === 404 || status === 410;
  if (status === 408 || status === 429 || status >= 500) {
    return new BrokenConnection(`the server answered ${status}`);
  }
  return inputError(isMissing ? "DOWNLOAD_NOT_FOUND" : "DOWNLOAD_REFUSED", {
    what: isMissing ? `there is no ${url}` : `the server answered ${status} for ${url}`,
    remedy: "Fetch the file by hand and name its folder with --from",
  });
}

function tooLarge(url: string, limit: number): Error {
  return inputError("DOWNLOAD_TOO_LARGE", {
    what: `${url} is larger than ${limit} bytes`,
    remedy: "Check the address",
  });
}

function unreachable(url: string, cause: Error): Error {
  return inputError("DOWNLOAD_UNREACHABLE", {
    what: `${url} could not be fetched: ${cause.message}`,
    remedy: "Check the network and run the command again; what has come is kept",
    cause,
  });
}
