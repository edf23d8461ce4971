import type { Tags } from "../../records/video.ts";
import { tagName } from "./column_roles.ts";
import type { LabelTable } from "./label_table.ts";
import { tagText } from "./tag_text.ts";

/** Longest value that becomes a tag, in characters: a longer one sets no videos apart. */
const LONGEST_TAG = 200;

/** Reads the tags of rows. Equal values are one text in memory. */
export class TagReader {
  readonly #columns: readonly { readonly at: number; readonly name: string }[];
  readonly #name: string;
  readonly #texts = new Map<string, string>();
  readonly #tooLong = new Set<string>();

  constructor({ columns, name }: LabelTable, tags: readonly number[]) {
    this.#columns = tags.map((at) => ({ at, name: tagName(columns[at]!) }));
    this.#name = name;
  }

  read(values: readonly unknown[]): Tags {
    const tags: Record<string, string> = {};
    for (const { at, name } of this.#columns) {
      const text = tagText(values[at]);
      if (text === null) continue;
      if (text.length > LONGEST_TAG) this.#tooLong.add(name);
      else tags[name] = this.#shared(text);
    }
    return tags;
  }

  notes(): readonly string[] {
    return [...this.#tooLong].map((name) =>
      `${this.#name}: values of "${name}" with more than ${LONGEST_TAG} characters were left out.`
    );
  }

  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}

/** A value of the labels as text; empty: absent. */
export function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : `${value}`;
}
