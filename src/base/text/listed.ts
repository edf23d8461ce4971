/** Most names listed in a sentence; the others are counted. */
const MOST_NAMES = 6;

/** Joins words: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  return words.length < 2
    ? words.join()
    : `${words.slice(0, -1).join(", ")} ${conjunction} ${words[words.length - 1]}`;
}

/** Puts names into quotes, at most six of them; the last word counts the others. */
export function quotedNames(names: readonly string[]): readonly string[] {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const hidden = names.length - shown.length;
  return hidden === 0 ? shown : [...shown, `${hidden} more`];
}
