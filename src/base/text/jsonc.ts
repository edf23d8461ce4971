/** A value of JSON. */
export type JsoncValue =
  | string
  | number
  | boolean
  | null
  | readonly JsoncValue[]
  | { readonly [key: string]: JsoncValue };

/** A fault in a text that should be JSON with comments. */
export class JsoncFault extends Error {
  readonly kind: "syntax" | "duplicate key";
  /** Line and column, from 1. */
  readonly line: number;
  readonly column: number;
  /** What to do about it, a sentence without a full stop. */
  readonly remedy: string;

  constructor(
    what: string,
    { kind, line, column, remedy }: Pick<JsoncFault, "kind" | "line" | "column" | "remedy">,
  ) {
    super(what);
    this.name = "JsoncFault";
    this.kind = kind;
    this.line = line;
    this.column = column;
    this.remedy = remedy;
  }
}

/** Deepest nesting allowed, so that no text exhausts the stack. */
const DEEPEST = 100;

// Sticky: each matches only at the index that `take` sets, and keeps no state between calls.
const BLANK = /(?:[ \t\n\r]+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;
// deno-lint-ignore no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;

const WORDS: ReadonlyMap<string, JsoncValue> = new Map<string, JsoncValue>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Position of the parser in a text. */
interface Cursor {
  readonly text: string;
  /** Index of the next character. */
  at: number;
  /** Keys and indices that lead to the value that is read. */
  readonly path: (string | number)[];
  /** Called with the path of each value and the index where its key begins, or of an item the value itself. */
  readonly found: (path: readonly (string | number)[], at: number) => void;
}

/** Line and column in a text, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON with comments and trailing commas. Duplicate keys in an object are an error.
 * @throws JsoncFault
 */
export function readJsonc(text: string): JsoncValue {
  return readText(text, () => {});
}

/**
 * Finds where in a text a value stands: the beginning of its key, or of an item of a list.
 * @param path keys and indices that lead to it
 * @returns `null`: the text has no such value
 * @throws JsoncFault
 */
export function placeInJsonc(text: string, path: readonly PropertyKey[]): TextPlace | null {
  let found: number | null = null;
  readText(text, (other, at) => {
    if (other.length === path.length && other.every((key, k) => key === path[k])) found = at;
  });
  return found === null ? null : place({ text, at: found });
}

function readText(text: string, found: Cursor["found"]): JsoncValue {
  const cursor: Cursor = { text, at: text.startsWith("\ufeff") ? 1 : 0, path: [], found };
  const value = readValue(cursor, 0);
  if (peek(cursor) !== "") throw unexpected(cursor, "the end of the file");
  return value;
}

/** Reads the value at a key or an index. */
function readInner(
  cursor: Cursor,
  { key, at, depth }: {
    readonly key: string | number;
    readonly at: number;
    readonly depth: number;
  },
): JsoncValue {
  cursor.path.push(key);
  cursor.found(cursor.path, at);
  const value = readValue(cursor, depth + 1);
  cursor.path.pop();
  return value;
}

function readValue(cursor: Cursor, depth: number): JsoncValue {
  const next = peek(cursor);
  if (depth > DEEPEST) throw syntaxError(cursor, "the nesting is too deep");
  if (next === "{") return readObject(cursor, depth);
  if (next === "[") return readArray(cursor, depth);
  if (next === '"') return readString(cursor);
  const number = take(cursor, NUMBER);
  if (number !== null) return Number(number);
  const start = cursor.at;
  const known = WORDS.get(take(cursor, WORD) ?? "");
  if (known !== undefined) return known;
  cursor.at = start;
  throw unexpected(cursor, "a value");
}

function readArray(cursor: Cursor, depth: number): JsoncValue {
  const items: JsoncValue[] = [];
  readItems(cursor, "]", () => {
    peek(cursor);
    items.push(readInner(cursor, { key: items.length, at: cursor.at, depth }));
  });
  return items;
}

function readObject(cursor: Cursor, depth: number): JsoncValue {
  const entries = new Map<string, JsoncValue>();
  readItems(cursor, "}", () => {
    if (peek(cursor) !== '"') throw unexpected(cursor, "a key in double quotes");
    const start = cursor.at;
    const key = readString(cursor);
    if (entries.has(key)) throw duplicateKey({ ...cursor, at: start }, key);
    // JavaScript sets the prototype under this key, so schemas would ignore it silently.
    if (key === "__proto__") throw syntaxError(cursor, 'the key "__proto__" is not allowed');
    if (peek(cursor) !== ":") throw unexpected(cursor, quoted(":"));
    cursor.at++;
    entries.set(key, readInner(cursor, { key, at: start, depth }));
  });
  return Object.fromEntries(entries);
}

/** Reads comma-separated items up to the closing bracket; a trailing comma is allowed. */
function readItems(cursor: Cursor, end: "]" | "}", readItem: () => void): void {
  cursor.at++;
  while (peek(cursor) !== end) {
    readItem();
    const next = peek(cursor);
    if (next === ",") cursor.at++;
    else if (next !== end) throw unexpected(cursor, `${quoted(",")} or ${quoted(end)}`);
  }
  cursor.at++;
}

function readString(cursor: Cursor): string {
  const token = take(cursor, STRING);
  if (token === null) {
    throw syntaxError(cursor, "this string is not closed, or has an invalid character");
  }
  return JSON.parse(token) as string;
}

/** Skips white space and comments. @returns the next character; empty at the end */
function peek(cursor: Cursor): string {
  take(cursor, BLANK);
  return cursor.text.charAt(cursor.at);
}

/** Reads the text that the pattern matches at the cursor; `null`: no match. */
function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return null;
  cursor.at = pattern.lastIndex;
  return match[0];
}

function unexpected(cursor: Cursor, wanted: string): Error {
  const found = cursor.text.charAt(cursor.at);
  const what = found === "" ? "unexpected end of the file" : `unexpected ${quoted(found)}`;
  return syntaxError(cursor, `${what}, expected ${wanted}`);
}

function quoted(character: string): string {
  return `'${character}'`;
}

function syntaxError(cursor: Cursor, what: string): Error {
  return new JsoncFault(what, {
    kind: "syntax",
    ...place(cursor),
    remedy: "Correct the JSON there; comments and trailing commas are allowed",
  });
}

function duplicateKey(cursor: Cursor, key: string): Error {
  take(cursor, BLANK);
  return new JsoncFault(`duplicate key "${key}"`, {
    kind: "duplicate key",
    ...place(cursor),
    remedy: "Rename or remove one of them",
  });
}

/** Computes the cursor's line and column, both from 1. */
function place({ text, at }: Pick<Cursor, "text" | "at">): TextPlace {
  const lines = text.slice(0, at).split(/\r\n|[\n\r]/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
