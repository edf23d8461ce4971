const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads a number of a table: a number, or text that is one, with a point or a comma, also as a list of one
 * (`[0.93]`), which a tensor's row becomes.
 * @returns `null`: it is none
 */
export function parseNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const text = value.trim().replace(/^\[\s*(.*?)\s*\]$/, "$1");
  return NUMBER.test(text) ? Number(text.replace(",", ".")) : null;
}
