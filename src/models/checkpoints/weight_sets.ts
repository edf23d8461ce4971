import { isKind, type PickleValue } from "./pickle_value.ts";

/** A dictionary of tensors in a checkpoint. */
export interface WeightSet {
  /** Keys that lead to it, joined by dots; empty: the checkpoint itself. */
  readonly place: string;
  readonly entries: ReadonlyMap<PickleValue, PickleValue>;
}

/** Keys under which weights are usually stored, the most telling first. */
const USUAL_KEYS: readonly string[] = [
  "state_dict",
  "model_state_dict",
  "model_state",
  "model",
  "net_state_dict",
  "net",
  "network",
  "module",
  "weights",
  "params",
  "model_weights",
  "classifier",
  "detector",
];

/** Keys of what training keeps beside the weights; tensors in there are not a network's. */
const TRAINING_STATE =
  /^(opt|optim|sched|lr_|scaler|amp|rng|loops|callbacks|hyper_parameters|hparams|args|config|cfg)/i;

/** Most dictionaries on the way to weights. */
const DEEPEST = 3;

/** Tells whether a place or a name's prefix holds averaged weights: `ema`, `state_dict_ema`, `ema_model`. */
export function isAveraged(place: string): boolean {
  return /(^|[._])(ema|swa|averaged?)([._]|$)/i.test(place) || /(Ema|EMA)$/.test(place);
}

/** Finds the sets of weights in an unpickled checkpoint, the one that a user most likely means first. */
export function findWeightSets(root: ReadonlyMap<PickleValue, PickleValue>): readonly WeightSet[] {
  const sets = setsIn(root, { place: "", depth: 0, seen: new Set() })
    .map((set) => ({ set, rank: rankOf(set), tensors: countTensors(set) }));
  sets.sort((one, other) => one.rank - other.rank || other.tensors - one.tensors);
  return sets.map(({ set }) => set);
}

interface Position {
  readonly place: string;
  readonly depth: number;
  /** Dictionaries already searched: one may occur many times, even in itself. */
  readonly seen: Set<ReadonlyMap<PickleValue, PickleValue>>;
}

function setsIn(
  dictionary: ReadonlyMap<PickleValue, PickleValue>,
  { place, depth, seen }: Position,
): WeightSet[] {
  if (seen.has(dictionary)) return [];
  seen.add(dictionary);
  const sets: WeightSet[] = isWeightSet(dictionary, place) ? [{ place, entries: dictionary }] : [];
  if (depth === DEEPEST) return sets;
  for (const [key, value] of dictionary) {
    if (typeof key !== "string" || !(value instanceof Map) || TRAINING_STATE.test(key)) continue;
    const inner = place === "" ? key : `${place}.${key}`;
    for (const set of setsIn(value, { place: inner, depth: depth + 1, seen })) sets.push(set);
  }
  return sets;
}

/** A dictionary called `state_dict` counts even when it is empty: nothing else is meant then. */
function isWeightSet(dictionary: ReadonlyMap<PickleValue, PickleValue>, place: string): boolean {
  if (place === "state_dict") {
    return ![...dictionary.values()].some((value) => value instanceof Map);
  }
  for (const value of dictionary.values()) if (isKind(value, "tensor")) return true;
  return false;
}

/** Usual keys come first, averaged weights last; among equals, the set with more tensors. */
function rankOf({ place }: WeightSet): number {
  const usual = USUAL_KEYS.indexOf(place.split(".").at(-1)!);
  const rank = usual === -1 ? USUAL_KEYS.length : usual;
  return isAveraged(place) ? rank + 2 * USUAL_KEYS.length : rank;
}

function countTensors({ entries }: WeightSet): number {
  return [...entries.values()].filter((value) => isKind(value, "tensor")).length;
}

/**
 * Tells whether a set is the one asked for: by its place, its last key, or by `ema` for averaged weights however
 * they are called.
 */
export function isAskedFor(place: string, asked: string): boolean {
  return place === asked || place.split(".").at(-1) === asked ||
    (asked === "ema" && isAveraged(place));
}
