/** Text that is HTML or SVG already. Only `markup` and `rawMarkup` make it: nothing gets in unescaped by accident. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * Markup from a template: what is put in is escaped, fit for text and for quoted attributes, unless it is
 * Markup itself; lists are joined, `null` is nothing.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = template.map((fixed, i) => fixed + (i < parts.length ? partText(parts[i]!) : ""));
  return { markup: text.join("") };
}

/** Text that is known to be safe, such as a style sheet. */
export function rawMarkup(text: string): Markup {
  return { markup: text };
}

/** A value as JSON inside a script element: no text in it can end the element early. */
export function scriptJson(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

function partText(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(partText).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
