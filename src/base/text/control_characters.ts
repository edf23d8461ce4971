/**
 * Characters that change how a terminal shows what follows them: controls (C0, DEL, C1), line and paragraph
 * separators, and marks, embeddings, overrides and isolates of bidirectional text.
 */
export const CONTROLS =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** `CONTROLS` without tab and line feed. */
const CONTROLS_IN_LINES =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A colour or weight that `paint` sets (SGR, ECMA-48). */
// deno-lint-ignore no-control-regex
const STYLE = /(\u001b\[\d{1,2}m)/;

/** Escapes every control character of a name or sentence: ESC becomes `\u001b`, a line feed `\u000a`. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escapeCharacter);
}

/**
 * Escapes the control characters of several lines, apart from tabs and line feeds. JSON keeps its values, since its
 * strings use the same escapes.
 */
export function escapeControlsInLines(text: string): string {
  return text.replace(CONTROLS_IN_LINES, escapeCharacter);
}

/** Escapes the control characters of several lines, apart from the colours that `paint` set. */
export function escapeControlsInPaintedLines(text: string): string {
  return text.split(STYLE).map((part, i) => i % 2 === 1 ? part : escapeControlsInLines(part)).join(
    "",
  );
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
