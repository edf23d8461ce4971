import { basename } from "node:path";
import { type AssayError, toolError } from "../../records/errors.ts";

/** Outcome and output of a program. */
export interface ToolResult {
  readonly success: boolean;
  /** Whether the program was killed from outside. */
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

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
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw notStarted(basename(path), cause);
  }
}

/** Runs a program until it ends. @throws AssayError (exit 4) when it cannot be started */
export async function runTool(path: string, args: readonly string[]): Promise<ToolResult> {
  const child = startTool(path, args);
  const [status, stdout, stderr] = await Promise.all([
    child.status,
    wholeText(child.stdout),
    wholeText(child.stderr),
  ]);
  return { success: status.success, killed: wasKilled(status), stdout, stderr };
}

/** Kills a program; does nothing when it has ended already. */
export function stopTool(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // TypeError: already ended
  }
}

/** Tells whether a program was killed from outside, as opposed to exiting or crashing. */
export function wasKilled({ signal, code }: Deno.CommandStatus): boolean {
  const outside = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"];
  return signal !== null ? outside.includes(signal) : code === FFMPEG_INTERRUPTED;
}

/** Exit code of ffmpeg after it has handled a signal. */
const FFMPEG_INTERRUPTED = 255;

/** Makes the error for a program that was killed from outside. */
export function toolKilled(name: string, cause: unknown): AssayError {
  return toolError("TOOL_KILLED", {
    what: `${name} was killed while it read a video`,
    remedy: "If memory is short, run again with fewer --workers",
    cause,
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

async function wholeText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of pieces(stream)) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
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
