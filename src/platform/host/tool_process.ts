import { basename } from "node:path";
import { type AssayError, toolError } from "../../records/errors.ts";

/** How a program ended, with all it wrote. */
export interface ToolResult {
  readonly success: boolean;
  /** Whether something else ended it. */
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * All that programs find in their environment: no folder of character converters. glibc loads those of the system
 * into a statically linked program, and crashes where they are of another version: npm's ffprobe on MPEG-TS, whose
 * station names are converted.
 */
const ENVIRONMENT = { GCONV_PATH: "/nonexistent" };

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
      env: ENVIRONMENT,
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
  return { success: status.success, killed: wasKilled(status), stdout, stderr };
}

/** Ends a program at once; no error when it has ended already. */
export function stopTool(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // TypeError: it has ended
  }
}

/** Whether something else ended the program, rather than the program itself or a fault of its own. */
export function wasKilled({ signal, code }: Deno.CommandStatus): boolean {
  const outside = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"];
  return signal !== null ? outside.includes(signal) : code === FFMPEG_INTERRUPTED;
}

/** ffmpeg's exit code when it took a signal and ended by itself. */
const FFMPEG_INTERRUPTED = 255;

/** What is said of a program that something else ended. */
export function toolKilled(name: string, cause: unknown): AssayError {
  return toolError("TOOL_KILLED", {
    what: `${name} was ended from outside while it read a video`,
    remedy: "Run again with fewer workers if memory is short",
    cause,
  });
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
