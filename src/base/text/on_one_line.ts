/** Replaces each run of line breaks and other control characters by a space. */
export function onOneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
}
