const QUOTE = 0x22, BACKSLASH = 0x5c, COLON = 0x3a;
const OPEN = [0x7b, 0x5b], CLOSE = [0x7d, 0x5d];

/** A key that occurs twice in labels. */
export interface RepeatedKey {
  readonly key: string;
  /** Key of the entry that it is in, or its place in a list, from 1; `null`: it is itself the key of an entry. */
  readonly entry: string | number | null;
}

/** A key by its position in the text, quotes included. */
interface FoundKey {
  /** 1: of the outermost object; 2: of an object in it. */
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  /** Which object of depth 2 it is in, from 1. */
  readonly object: number;
}

/** @returns whether to continue */
type TakeKey = (key: FoundKey) => boolean;

/**
 * Finds a key that occurs twice, among the entries or in one entry: parsing silently keeps the last value. Reads the
 * text without a regular expression, which fails on strings of some megabytes.
 * @param json valid JSON of an object of objects, or of a list of them
 * @param value its parsed value
 */
export function repeatedKey(
  json: string,
  value: Readonly<Record<string, unknown>> | readonly unknown[],
): RepeatedKey | null {
  let keys = 0;
  scanKeys(json, () => (keys += 1, true));
  let kept = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const entry of Object.values(value)) kept += keysOf(entry);
  return keys === kept ? null : firstRepeated(json);
}

function keysOf(entry: unknown): number {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return 0;
  return Object.keys(entry).length;
}

/** Finds the key itself; slower than finding out whether there is one. */
function firstRepeated(json: string): RepeatedKey | null {
  const entries = new Set<string>();
  let inside = new Set<string>();
  let last = 0;
  let entry: string | null = null;
  let found: RepeatedKey | null = null;
  scanKeys(json, ({ depth, from, to, object }) => {
    const key = JSON.parse(json.slice(from, to)) as string;
    if (object !== last) inside = new Set();
    last = object;
    const known = depth === 1 ? entries : inside;
    if (known.has(key)) found = { key, entry: depth === 1 ? null : entry ?? object };
    known.add(key);
    if (depth === 1) entry = key;
    return found === null;
  });
  return found;
}

/** Calls `take` for each key of the outermost object (depth 1) and of the objects directly in it (depth 2). */
function scanKeys(json: string, take: TakeKey): void {
  const isObject: boolean[] = []; // for each open bracket
  let object = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(json, at);
      const depth = isObject.length;
      const mayBeKey = depth <= 2 && isObject[depth - 1] === true;
      const found = { depth, from: at, to: end, object };
      if (mayBeKey && isFollowedByColon(json, end) && !take(found)) return;
      at = end - 1;
    } else if (OPEN.includes(code)) {
      isObject.push(code === OPEN[0]);
      if (code === OPEN[0] && isObject.length === 2) object += 1;
    } else if (CLOSE.includes(code)) isObject.pop();
  }
}

/** Finds the position after the closing quote of a string that begins at `from`; 0: it is not closed. */
export function stringEnd(json: string, from: number): number {
  for (let quote = json.indexOf('"', from + 1);; quote = json.indexOf('"', quote + 1)) {
    if (quote === -1) return 0;
    let before = quote - 1;
    while (json.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
}

function isFollowedByColon(json: string, from: number): boolean {
  let at = from;
  while (json.charCodeAt(at) <= 0x20) at += 1; // white space
  return json.charCodeAt(at) === COLON;
}
