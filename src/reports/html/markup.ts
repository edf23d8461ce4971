/** Text that is already HTML or SVG. Only `markup` and `rawMarkup` make it, so nothing gets in unescaped. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * Makes markup from a template. Values are escaped for text and quoted attributes unless they are Markup;
 * lists are joined, `null` is empty.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = template.map((fixed, i) => fixed + (i < parts.length ? partText(parts[i]!) : ""));
  return { markup: text.join("") };
}

/** Marks text as safe, such as a style sheet. */
export function rawMarkup(text: string): Markup {
  return { markup: text };
}

/** A value as JSON for a script element, escaped so that it cannot end the element. */
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
