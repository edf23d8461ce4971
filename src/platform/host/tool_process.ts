import { basename } from "node:path";
import { type AssayError, toolError } from "../../records/errors.ts";
import { makeCountdown, type Patience } from "./countdown.ts";

/**
 * How a program ended: `own`: it exited by itself, with success or an error; `killed` from outside; `crashed`; or for
 * lack of `memory`.
 */
export type ToolEnding = "own" | "killed" | "crashed" | "memory";

/** Outcome and output of a program. */
export interface ToolResult {
  readonly success: boolean;
  readonly ending: ToolEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The whole environment of programs: it hides the character converters of the system. glibc loads them even into a
 * statically linked program and crashes if their version differs, as npm's ffprobe does on MPEG-TS, whose station
 * names are converted.
 */
const ENVIRONMENT = { GCONV_PATH: "/nonexistent" };

/**
 * Starts a program without standard input and with an empty environment: with `LD_LIBRARY_PATH` set, Deno would
 * refuse to start it under scoped permissions, and ffmpeg's own variables would change its behaviour.
 * Ctrl-C in a terminal also kills the program, possibly before Assay has handled the signal, so callers must
 * check whether it was killed. `detached` would avoid that, but then Deno forks itself, which takes 17 ms at
 * 250 MB, and as long again for copying pages afterwards.
 * @throws AssayError (exit 4) when the program is missing or not executable
 */
export function startTool(path: string, args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(path, {
      args: [...args],
      clearEnv: true,
      env: ENVIRONMENT,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw notStarted(basename(path), cause);
  }
}

/**
 * Runs a program until it ends.
 * @param options `patience`: how long it may write nothing before it is killed; left out: no limit. `signal`:
 * kills it when aborted
 * @throws AssayError (exit 4) when it cannot be started; TOOL_SILENT (exit 4) when it stopped responding
 */
export async function runTool(
  path: string,
  args: readonly string[],
  { patience, signal }: {
    readonly patience?: Patience | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<ToolResult> {
  const child = startTool(path, args);
  const stop = () => stopTool(child);
  signal?.addEventListener("abort", stop);
  const ended = (onPiece: () => void) =>
    Promise.all([child.status, wholeText(child.stdout, onPiece), wholeText(child.stderr, onPiece)]);
  try {
    const [status, stdout, stderr] = patience === undefined
      ? await ended(() => {})
      : await withPatience(child, { patience, name: basename(path), wait: ended });
    return { success: status.success, ending: endingOf(status, stderr), stdout, stderr };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/**
 * Runs a program and takes its output as bytes, `most` of them at most.
 * @throws AssayError (exit 4) as `runTool`
 */
export async function runToolForBytes(
  path: string,
  args: readonly string[],
  { patience, signal, most }: {
    readonly patience: Patience;
    readonly signal: AbortSignal | undefined;
    readonly most: number;
  },
): Promise<Pick<ToolResult, "success" | "ending" | "stderr"> & { readonly output: Uint8Array }> {
  const child = startTool(path, args);
  const stop = () => stopTool(child);
  signal?.addEventListener("abort", stop);
  const ended = (onPiece: () => void) =>
    Promise.all([child.status, someBytes(child.stdout, { most, onPiece }), lastText(child.stderr)]);
  try {
    const name = basename(path);
    const [status, output, stderr] = await withPatience(child, { patience, name, wait: ended });
    return { success: status.success, ending: endingOf(status, stderr), output, stderr };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** Waits for a program; when it has written nothing for too long, it is killed and no longer waited for. */
async function withPatience<Outcome>(
  child: Deno.ChildProcess,
  { patience, name, wait }: {
    readonly patience: Patience;
    readonly name: string;
    readonly wait: (onPiece: () => void) => Promise<Outcome>;
  },
): Promise<Outcome> {
  const silent = Promise.withResolvers<never>();
  const countdown = makeCountdown(patience, () => {
    stopTool(child);
    silent.reject(toolSilent(name, patience));
  });
  countdown.restart();
  try {
    return await Promise.race([wait(() => countdown.restart()), silent.promise]);
  } finally {
    countdown.stop();
  }
}

/** Kills a program; does nothing when it has ended already. */
export function stopTool(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // TypeError: already ended
  }
}

/**
 * Classifies how a program ended.
 * @param complaints what it wrote on stderr
 */
export function endingOf(
  { success, code, signal }: Pick<Deno.CommandStatus, "success" | "code" | "signal">,
  complaints: string,
): ToolEnding {
  if (success) return "own";
  if (signal !== null) return Object.hasOwn(CRASH_SIGNALS, signal) ? "crashed" : "killed";
  // A wrapper script exits with 128 plus the number of the signal.
  const number = code - BY_SIGNAL;
  if (Object.values(CRASH_SIGNALS).includes(number)) return "crashed";
  if (code === FFMPEG_INTERRUPTED || FROM_OUTSIDE.includes(number)) return "killed";
  return MEMORY_SHORT.test(complaints) ? "memory" : "own";
}

/** Exit code of ffmpeg after it has handled a signal. */
const FFMPEG_INTERRUPTED = 255;
const BY_SIGNAL = 128;

/** SIGHUP, SIGINT, SIGQUIT, SIGKILL and SIGTERM. Other high exit codes are ffmpeg's own. */
const FROM_OUTSIDE: readonly number[] = [1, 2, 3, 9, 15];

/** Signals of a crash, with their numbers. */
const CRASH_SIGNALS: Readonly<Record<string, number>> = {
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGSEGV: 11,
  SIGSYS: 31,
};

/** Messages of programs that the system refused memory. */
const MEMORY_SHORT = /cannot allocate memory|out of memory|bad_alloc/i;

/**
 * Makes sure that a program exited by itself.
 * @param name of the program
 * @throws AssayError TOOL_KILLED, TOOL_CRASHED or OUT_OF_MEMORY (exit code 4)
 */
export function requireOwnEnd(
  ending: ToolEnding,
  { name, cause }: { readonly name: string; readonly cause: unknown },
): void {
  switch (ending) {
    case "own":
      return;
    case "killed":
      throw toolError("TOOL_KILLED", {
        what: `${name} was killed while it read a video`,
        remedy: "Run again with fewer workers if memory is short",
        cause,
      });
    case "crashed":
      throw toolError("TOOL_CRASHED", {
        what: `${name} crashed while it read a video`,
        remedy: "Try again, or use another build of it with ASSAY_FFMPEG and ASSAY_FFPROBE",
        cause,
      });
    case "memory":
      throw toolError("OUT_OF_MEMORY", {
        what: `${name} ran out of memory while it read a video`,
        remedy: "Run again with fewer workers, or close other programs",
        cause,
      });
    default:
      return ending satisfies never;
  }
}

/** Makes the error for a program that stopped responding. */
export function toolSilent(name: string, { milliseconds }: Patience): AssayError {
  return toolError("TOOL_SILENT", {
    what: `${name} wrote nothing for ${milliseconds / 1000} seconds, so it was stopped`,
    remedy: "Try again; on a slow disk or machine, raise limits.silenceSeconds in the config",
  });
}

/**
 * Reads a stream to its end and keeps its last `limit` bytes as text, since a tool may print errors without
 * end.
 */
export async function lastText(stream: ReadableStream<Uint8Array>, limit = 4096): Promise<string> {
  let kept = new Uint8Array();
  for await (const piece of pieces(stream)) {
    const joined = new Uint8Array(kept.length + piece.length);
    joined.set(kept);
    joined.set(piece, kept.length);
    kept = joined.slice(-limit);
  }
  return new TextDecoder().decode(kept);
}

async function wholeText(
  stream: ReadableStream<Uint8Array>,
  onPiece: () => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of pieces(stream)) {
    text += decoder.decode(piece, { stream: true });
    onPiece();
  }
  return text + decoder.decode();
}

/** Reads a stream to its end and keeps its first `most` bytes. */
async function someBytes(
  stream: ReadableStream<Uint8Array>,
  { most, onPiece }: { readonly most: number; readonly onPiece: () => void },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(most);
  let length = 0;
  for await (const piece of pieces(stream)) {
    const kept = piece.subarray(0, most - length);
    bytes.set(kept, length);
    length += kept.length;
    onPiece();
  }
  return bytes.subarray(0, length);
}

/**
 * Yields the pieces of a stream, all in one buffer: each is valid until the next is requested. A child's own
 * `output()` leaves 130 KB behind that only a full garbage collection frees, so memory would grow with the
 * number of videos.
 */
async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(PIECE_BYTES);
  while (true) {
    const { value } = await reader.read(new Uint8Array(buffer));
    if (value === undefined || value.length === 0) return;
    yield value;
    buffer = value.buffer;
  }
}

const PIECE_BYTES = 16_384;

function notStarted(name: string, cause: unknown): Error {
  if (cause instanceof Deno.errors.NotFound) {
    return toolError("TOOL_MISSING", {
      what: `${name} is not set up`,
      remedy: "Run `deno task setup`",
      cause,
    });
  }
  return toolError("TOOL_NOT_STARTED", {
    what: `${name} could not be started`,
    remedy: "Run `deno task setup`, which fetches a damaged build of npm's again; " +
      `for another program set ASSAY_${name.toUpperCase()}=npm first`,
    cause,
  });
}
