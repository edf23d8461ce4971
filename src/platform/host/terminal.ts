import {
  escapeControls,
  escapeControlsInLines,
  escapeControlsInPaintedLines,
} from "../../base/text/control_characters.ts";
import type { AssayError } from "../../records/errors.ts";

/** Verbosity, from the flags. */
export interface Printing {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/**
 * Output of a command: results on stdout, everything else on stderr. Control characters in any text, such as
 * file names, are escaped.
 */
export interface Terminal {
  /** Whether stderr is a terminal, where a line can be overwritten. */
  readonly interactive: boolean;
  /** Width of stdout, characters. */
  readonly width: number;
  readonly colour: boolean;
  /**
   * Prints a result to stdout.
   * @param options `painted`: the text contains colours from `paint`, and every name in it was escaped
   */
  print(text: string, options?: { readonly painted: boolean }): void;
  /** Prints what is being done to stderr, unless quiet. */
  note(text: string): void;
  /** Prints a detail to stderr, only with `--verbose`. */
  detail(text: string): void;
  /** Prints a warning to stderr, also when quiet. */
  warn(text: string): void;
  /** Prints `error[CODE]: what. remedy.` to stderr, one line for each of its errors, with the stack when verbose. */
  error(error: AssayError): void;
  /** Prints a line that the next one overwrites; only on an interactive terminal. */
  progress(text: string): void;
  /** Whether a result could not be written to stdout, as on a full disk; false when its reader has closed the pipe. */
  lostOutput(): boolean;
}

type Stream = typeof Deno.stdout | typeof Deno.stderr;

/**
 * Opens the terminal. A reader such as `head` may close the pipe early, a disk may be full, a terminal may be closed:
 * later output to it is dropped, and the command continues, since its results are in files.
 */
export function openTerminal({ quiet, verbose }: Printing): Terminal {
  const interactive = Deno.stderr.isTerminal();
  const closed = new Set<Stream>();
  let open = false;
  let lost = false;

  function write(stream: Stream, text: string): void {
    if (closed.has(stream)) return;
    try {
      writeAll(stream, new TextEncoder().encode(text));
    } catch (error) {
      closed.add(stream);
      if (stream === Deno.stdout && !(error instanceof Deno.errors.BrokenPipe)) lost = true;
    }
  }
  /** Prints a line after clearing the progress line. */
  function line(stream: Stream, text: string): void {
    if (open) write(Deno.stderr, "\r\x1b[2K");
    open = false;
    write(stream, `${text}\n`);
  }
  return {
    interactive,
    width: columns(),
    colour: Deno.stdout.isTerminal() && !Deno.noColor,
    print(text, { painted } = { painted: false }) {
      line(Deno.stdout, (painted ? escapeControlsInPaintedLines : escapeControlsInLines)(text));
    },
    note(text) {
      if (!quiet) line(Deno.stderr, escapeControlsInLines(text));
    },
    detail(text) {
      if (verbose) line(Deno.stderr, escapeControlsInLines(text));
    },
    warn: (text) => line(Deno.stderr, `warning: ${escapeControls(text)}`),
    error(error) {
      for (const { code, message } of [error, ...error.others]) {
        line(Deno.stderr, `error[${code}]: ${escapeControls(message)}`);
      }
      if (verbose) line(Deno.stderr, escapeControlsInLines(stacks(error)));
    },
    progress(text) {
      if (quiet || !interactive) return;
      write(Deno.stderr, `\r\x1b[2K${escapeControls(text).slice(0, columns() - 1)}`);
      open = true;
    },
    lostOutput: () => lost,
  };
}

function writeAll(stream: Stream, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += stream.writeSync(bytes.subarray(done));
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_WAIT);
    }
  }
}

/** Wait before writing to a full non-blocking pipe again, milliseconds. */
const FULL_PIPE_WAIT = 5;

function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 100;
  }
}

/** Formats the stack of an error and of its causes. */
function stacks(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${stacks(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
