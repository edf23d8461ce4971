import { stderr, stdin } from "node:process";
import { createInterface } from "node:readline";
import { escapeControlsInLines } from "../../base/text/control_characters.ts";

/** Asks the user. */
export interface Asker {
  /** Prints a text and reads a line. @returns `null`: the user ended the input */
  ask(text: string): Promise<string | null>;
  close(): void;
}

/**
 * Opens the terminal for questions, which are printed to stderr.
 * @returns `null`: standard input or error is no terminal, so that there is nobody to ask
 */
export function openAsker(): Asker | null {
  if (!Deno.stdin.isTerminal() || !Deno.stderr.isTerminal()) return null;
  const lines = createInterface({ input: stdin, output: stderr });
  let open = true;
  lines.once("close", () => open = false);
  return {
    ask: (text) =>
      new Promise((resolve) => {
        if (!open) return resolve(null);
        lines.once("close", () => resolve(null));
        const at = text.lastIndexOf("\n") + 1; // only the last line is edited
        if (at > 0) stderr.write(escapeControlsInLines(text.slice(0, at)));
        lines.question(escapeControlsInLines(text.slice(at)), resolve);
      }),
    close: () => lines.close(),
  };
}
