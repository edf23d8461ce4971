import { escapeControls } from "../../base/text/control_characters.ts";

/** Breaks a text into lines at spaces; lines after the first are indented. */
export function* wrapped(text: string, width: number): Iterable<string> {
  let line = "";
  for (const word of escapeControls(text).split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      yield `${line}\n`;
      line = `  ${word}`;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  yield `${line}\n`;
}
