import { equal } from "node:assert/strict";
import {
  escapeControls,
  escapeControlsInLines,
  escapeControlsInPaintedLines,
} from "../../../src/base/text/control_characters.ts";

/** Everything that may steer a terminal: C0, DEL, C1, separators and controls of bidirectional text. */
function controls(): string {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
  ] as const;
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i))
  ).join("");
}

Deno.test("no control character of a name reaches a terminal", () => {
  const escaped = escapeControls(`a${controls()}z`);
  equal(/^[\x20-\x7e]*$/.test(escaped), true, escaped);
  equal(escapeControls("a\u001b[31mb\nc\u202ed\u009b"), "a\\u001b[31mb\\u000ac\\u202ed\\u009b");
  equal(escapeControls("Größe 視頻 🎬.mp4"), "Größe 視頻 🎬.mp4");
});

Deno.test("JSON with escaped controls is the same JSON", () => {
  const value = { name: `x${controls()}"\\`, list: [1, "\u202e"] };
  const text = escapeControlsInLines(JSON.stringify(value, null, 2));
  equal(text, escapeControlsInLines(text), "nothing is left to escape");
  equal(JSON.stringify(JSON.parse(text)), JSON.stringify(value));
});

Deno.test("colours of our own stay, other sequences do not", () => {
  const painted = "\u001b[32mok\u001b[0m \u001b[2J\u001b]0;title\u0007\u009b31m\nnext";
  equal(
    escapeControlsInPaintedLines(painted),
    "\u001b[32mok\u001b[0m \\u001b[2J\\u001b]0;title\\u0007\\u009b31m\nnext",
  );
});
