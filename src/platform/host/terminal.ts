import type { AssayError } from "../../records/errors.ts";

/** How much is printed. */
export interface Printing {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Where Assay speaks: results on stdout, everything else on stderr. */
export interface Terminal {
  /** Whether stderr is a terminal, so that a line may be overwritten. */
  readonly interactive: boolean;
  /** Characters in a line of stdout. */
  readonly width: number;
  readonly colour: boolean;
  /** A result, to stdout. */
  print(text: string): void;
  /** What is going on, to stderr; not said when quiet. */
  note(text: string): void;
  /** What only those want to know who ask for it with `--verbose`, to stderr. */
  detail(text: string): void;
  /** Something the user should know, to stderr, also when quiet. */
  warn(text: string): void;
  /** `error[CODE]: what. remedy.`, to stderr, with the stack when verbose. */
  error(error: AssayError): void;
  /** A line that the next one overwrites; only on an interactive terminal. */
  progress(text: string): void;
}

type Stream = typeof Deno.stdout | typeof Deno.stderr;

/**
 * Whoever reads may stop, as `head` does: what would be said to them from then on is dropped, and the command
 * goes on and ends with the exit code that it would have had.
 */
export function openTerminal({ quiet, verbose }: Printing): Terminal {
  const interactive = Deno.stderr.isTerminal();
  const closed = new Set<Stream>();
  let open = false;

  function write(stream: Stream, text: string): void {
    if (closed.has(stream)) return;
    const bytes = new TextEncoder().encode(text);
    try {
      for (let done = 0; done < bytes.length;) done += stream.writeSync(bytes.subarray(done));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      closed.add(stream);
    }
  }
  /** Wipes the progress line before something else is said. */
  function line(stream: Stream, text: string): void {
    if (open) write(Deno.stderr, "\r\x1b[2K");
    open = false;
    write(stream, `${text}\n`);
  }
  return {
    interactive,
    width: columns(),
    colour: Deno.stdout.isTerminal() && !Deno.noColor,
    print: (text) => line(Deno.stdout, text),
    note(text) {
      if (!quiet) line(Deno.stderr, text);
    },
    detail(text) {
      if (verbose) line(Deno.stderr, text);
    },
    warn: (text) => line(Deno.stderr, `warning: ${text}`),
    error(error) {
      line(Deno.stderr, `error[${error.code}]: ${error.message}`);
      if (verbose) line(Deno.stderr, stacks(error));
    },
    progress(text) {
      if (quiet || !interactive) return;
      write(Deno.stderr, `\r\x1b[2K${text.slice(0, columns() - 1)}`);
      open = true;
    },
  };
}

function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 100;
  }
}

/** The stack of an error and of what caused it. */
function stacks(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${stacks(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
