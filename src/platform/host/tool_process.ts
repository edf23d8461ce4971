import { basename } from "node:path";
import { toolError } from "../../records/errors.ts";

/**
 * How a program ended: by itself, well or not; `killed` from outside; `crashed` by a fault of its own; or because the
 * system gave it no `memory`.
 */
export type ToolEnding = "own" | "killed" | "crashed" | "memory";

/** How a program ended, with all it wrote. */
export interface ToolResult {
  readonly success: boolean;
  readonly ending: ToolEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts a program with nothing on its standard input and an empty environment: `LD_LIBRARY_PATH` would make
 * Deno refuse to start it under scoped permissions, and ffmpeg's own variables would change what it does.
 * Ctrl-C in a terminal ends it too, before Assay has said that it stops: whoever waits for it looks whether it
 * was killed. With `detached` it would be left alone, but then Deno forks itself to start it, which takes 17 ms
 * at 250 MB, and as long again for the pages that both have from then on.
 * @throws AssayError (exit code 4) when it is missing or may not be run.
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

/** Runs a program to its end. @throws AssayError (exit code 4) when it cannot be started. */
export async function runTool(path: string, args: readonly string[]): Promise<ToolResult> {
  const child = startTool(path, args);
  const [status, stdout, stderr] = await Promise.all([
    child.status,
    wholeText(child.stdout),
    wholeText(child.stderr),
  ]);
  return { success: status.success, ending: endingOf(status, stderr), stdout, stderr };
}

/** Ends a program at once; no error when it has ended already. */
export function stopTool(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // TypeError: it has ended
  }
}

/**
 * How a program ended.
 * @param complaints what it wrote on stderr
 */
export function endingOf(
  { success, code, signal }: Pick<Deno.CommandStatus, "success" | "code" | "signal">,
  complaints: string,
): ToolEnding {
  if (success) return "own";
  if (signal !== null) return Object.hasOwn(OF_ITS_OWN, signal) ? "crashed" : "killed";
  // A script around the program gives the number of its signal as its own exit code.
  const number = code - BY_SIGNAL;
  if (Object.values(OF_ITS_OWN).includes(number)) return "crashed";
  if (code === FFMPEG_INTERRUPTED || FROM_OUTSIDE.includes(number)) return "killed";
  return MEMORY_SHORT.test(complaints) ? "memory" : "own";
}

/** ffmpeg's exit code when it took a signal and ended by itself. */
const FFMPEG_INTERRUPTED = 255;
const BY_SIGNAL = 128;

/** SIGHUP, SIGINT, SIGQUIT, SIGKILL and SIGTERM. Other high exit codes are ffmpeg's own. */
const FROM_OUTSIDE: readonly number[] = [1, 2, 3, 9, 15];

/** Signals that a fault of the program itself raises. */
const OF_ITS_OWN: Readonly<Record<string, number>> = {
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGSEGV: 11,
  SIGSYS: 31,
};

/** How programs say that the system gave them no memory. */
const MEMORY_SHORT = /cannot allocate memory|out of memory|bad_alloc/i;

/**
 * Makes sure that a program came to an end of its own.
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
        what: `${name} was ended from outside while it read a video`,
        remedy: "Run again with fewer workers if memory is short",
        cause,
      });
    case "crashed":
      throw toolError("TOOL_CRASHED", {
        what: `${name} crashed while it read a video`,
        remedy: "The fault is not the video's: try again, or use another build with ASSAY_FFMPEG",
        cause,
      });
    case "memory":
      throw toolError("OUT_OF_MEMORY", {
        what: `${name} had no memory left while it read a video`,
        remedy: "Run again with fewer workers, or end other programs",
        cause,
      });
    default:
      return ending satisfies never;
  }
}

/** Reads a stream to its end and keeps its last `limit` bytes, as text: a tool may complain without end. */
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
 * A stream piece by piece, each valid until the next is asked for: all lie in one buffer. A child's own `output()`
 * leaves 130 KB behind that only a full garbage collection frees, so that memory would grow with the videos.
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
    remedy: "Run `deno task doctor` to see what this machine can do",
    cause,
  });
}
