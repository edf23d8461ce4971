const QUOTE = 0x22, BACKSLASH = 0x5c, COLON = 0x3a;
const OPEN = [0x7b, 0x5b], CLOSE = [0x7d, 0x5d];

/** A key that occurs twice in an object of labels. */
export interface RepeatedKey {
  readonly key: string;
  /** Key of the entry that it is in; `null`: it is itself the key of an entry. */
  readonly entry: string | null;
}

/** Takes a key by its position in the text, quotes included. @returns whether to continue */
type TakeKey = (depth: number, from: number, to: number) => boolean;

/**
 * Finds a key that occurs twice, among the entries or in one entry: parsing silently keeps the last value. Reads the
 * text without a regular expression, which fails on strings of some megabytes.
 * @param json valid JSON of an object of objects
 * @param value its parsed value
 */
export function repeatedKey(
  json: string,
  value: Readonly<Record<string, unknown>>,
): RepeatedKey | null {
  let keys = 0;
  scanKeys(json, () => (keys += 1, true));
  let kept = 0;
  for (const entry of Object.values(value)) kept += 1 + keysOf(entry);
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
  let entry = "";
  let found: RepeatedKey | null = null;
  scanKeys(json, (depth, from, to) => {
    const key = JSON.parse(json.slice(from, to)) as string;
    const known = depth === 1 ? entries : inside;
    if (known.has(key)) found = { key, entry: depth === 1 ? null : entry };
    known.add(key);
    if (depth === 1) {
      entry = key;
      inside = new Set();
    }
    return found === null;
  });
  return found;
}

/** Calls `take` for each key of the outermost object (depth 1) and of the objects directly in it (depth 2). */
function scanKeys(json: string, take: TakeKey): void {
  const isObject: boolean[] = []; // for each open bracket
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(json, at);
      const depth = isObject.length;
      const mayBeKey = depth <= 2 && isObject[depth - 1] === true;
      if (mayBeKey && isFollowedByColon(json, end) && !take(depth, at, end)) return;
      at = end - 1;
    } else if (OPEN.includes(code)) isObject.push(code === OPEN[0]);
    else if (CLOSE.includes(code)) isObject.pop();
  }
}

/** Finds the position after the closing quote of a string that begins at `from`. */
function stringEnd(json: string, from: number): number {
  for (let quote = json.indexOf('"', from + 1);; quote = json.indexOf('"', quote + 1)) {
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
