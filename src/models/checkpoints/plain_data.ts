import type { MetadataValue } from "./checkpoint.ts";
import { isKind, type PickleValue } from "./pickle_value.ts";

/** Most values of all metadata: a pickle can contain one list in itself, or many times. */
const MAX_VALUES = 100_000;

/** Deepest nesting of lists. */
const DEEPEST = 50;

/**
 * Extracts the entries of a dictionary that are plain data under a text key, an object's attributes among them.
 * Others (tensors, bytes, optimiser state, cyclic or too large values) are left out.
 */
export function plainEntries(
  dictionary: ReadonlyMap<PickleValue, PickleValue>,
): Map<string, MetadataValue> {
  const budget = { values: MAX_VALUES };
  const entries = new Map<string, MetadataValue>();
  for (const [key, value] of dictionary) {
    const plain = plainData(value, { budget, depth: 0 });
    if (typeof key === "string" && plain !== undefined) entries.set(key, plain);
  }
  return entries;
}

interface Room {
  readonly budget: { values: number };
  readonly depth: number;
}

function plainData(value: PickleValue, { budget, depth }: Room): MetadataValue | undefined {
  budget.values -= 1;
  if (budget.values < 0 || depth > DEEPEST) return undefined;
  if (value === null || typeof value !== "object") return value;
  const room = { budget, depth: depth + 1 };
  if (Array.isArray(value)) return plainList(value, room);
  if (isKind(value, "data")) return plainAttributes(value.attributes, room);
  return value instanceof Map ? plainDictionary(value, room) : undefined;
}

function plainList(items: readonly PickleValue[], room: Room): MetadataValue | undefined {
  const list: MetadataValue[] = [];
  for (const item of items) {
    const plain = plainData(item, room);
    if (plain === undefined) return undefined;
    list.push(plain);
  }
  return list;
}

function plainDictionary(
  dictionary: ReadonlyMap<PickleValue, PickleValue>,
  room: Room,
): MetadataValue | undefined {
  const entries: [string, MetadataValue][] = [];
  for (const [key, value] of dictionary) {
    const plain = plainData(value, room);
    if (typeof key !== "string" || plain === undefined) return undefined;
    entries.push([key, plain]);
  }
  return Object.fromEntries(entries);
}

/** Extracts the attributes that are plain data; `undefined` when there are none. */
function plainAttributes(
  attributes: ReadonlyMap<PickleValue, PickleValue>,
  room: Room,
): MetadataValue | undefined {
  const entries: [string, MetadataValue][] = [];
  for (const [key, value] of attributes) {
    const plain = plainData(value, room);
    if (typeof key === "string" && plain !== undefined) entries.push([key, plain]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
