/**
 * Text that is already HTML or SVG. Only `markup`, `rawMarkup` and `scriptJson` make it, so nothing gets in
 * unescaped. A class, since data read from a file can have any keys but are never one of its instances.
 */
export class Markup {
  readonly #text: string;

  /** @param text HTML or SVG, used unchanged */
  constructor(text: string) {
    this.#text = text;
  }

  get markup(): string {
    return this.#text;
  }
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * Makes markup from a template. Values are escaped for text and quoted attributes unless they are Markup;
 * lists are joined, `null` is empty.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = template.map((fixed, i) => fixed + (i < parts.length ? partText(parts[i]!) : ""));
  return new Markup(text.join(""));
}

/** Marks text as safe, such as a style sheet. */
export function rawMarkup(text: string): Markup {
  return new Markup(text);
}

/** A value as JSON for a script element, escaped so that it cannot end the element. */
export function scriptJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

/** Also escapes values of another type than declared, which a file from elsewhere may contain. */
function partText(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.markup;
  if (Array.isArray(part)) return part.map(partText).join("");
  return escaped(typeof part === "object" ? JSON.stringify(part) : String(part));
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
