import type { ByteCursor } from "./byte_cursor.ts";
import type { PickleValue, StorageReference } from "./pickle_value.ts";

/** State of the stack machine that executes a pickle. */
export interface PickleMachine {
  readonly cursor: ByteCursor;
  readonly stack: PickleValue[];
  /** Stack heights of the open marks. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
  /** Storages referred to so far, by key. */
  readonly storages: Map<string, StorageReference>;
  /** Bytes of text that may still be kept. */
  readonly room: { text: number };
}

/** Returns the top of the stack. @throws RangeError when nothing was pushed since the last mark */
export function top({ stack, marks }: PickleMachine): PickleValue {
  if (stack.length <= (marks.at(-1) ?? 0)) throw new RangeError("a value is missing");
  return stack[stack.length - 1]!;
}

/** Removes the top of the stack. @throws RangeError when nothing was pushed since the last mark */
export function pop(machine: PickleMachine): PickleValue {
  const value = top(machine);
  machine.stack.pop();
  return value;
}

/** Removes the top `count` values, in the order in which they were pushed. */
export function popMany(machine: PickleMachine, count: number): PickleValue[] {
  return Array.from({ length: count }, () => pop(machine)).reverse();
}

/** Removes the last mark and the values above it. @throws RangeError without a mark */
export function popToMark({ stack, marks }: PickleMachine): PickleValue[] {
  const mark = marks.pop();
  if (mark === undefined) throw new RangeError("a mark is missing");
  return stack.splice(mark);
}

/** Appends items to the list on top of the stack. @throws RangeError when it is not a list */
export function appendTo(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = top(machine);
  if (!Array.isArray(list)) {
    throw new RangeError("items are appended to something other than a list");
  }
  for (const item of items) list.push(item);
}

/** Adds alternating keys and values to the dictionary on top of the stack. @throws RangeError when it is not one */
export function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dictionary = top(machine);
  if (!(dictionary instanceof Map)) {
    throw new RangeError("entries are added to something other than a dictionary");
  }
  addEntries(dictionary, items);
}

/** Makes a dictionary from alternating keys and values. @throws RangeError for a key without a value */
export function dictionaryOf(items: readonly PickleValue[]): Map<PickleValue, PickleValue> {
  const dictionary = new Map<PickleValue, PickleValue>();
  addEntries(dictionary, items);
  return dictionary;
}

function addEntries(
  dictionary: Map<PickleValue, PickleValue>,
  items: readonly PickleValue[],
): void {
  if (items.length % 2 !== 0) throw new RangeError("a key has no value");
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i]!, items[i + 1]!);
}

/** Returns the memo entry of a number. @throws RangeError when there is none */
export function readMemo({ memo }: PickleMachine, index: number): PickleValue {
  const value = memo.get(index);
  if (value === undefined) {
    throw new RangeError(`it refers to memo entry ${index}, which does not exist`);
  }
  return value;
}
