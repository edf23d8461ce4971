import type { ByteCursor } from "./byte_cursor.ts";
import type { PickleValue, StorageReference } from "./pickle_value.ts";

/** The state of the stack machine whose programs pickles are. */
export interface PickleMachine {
  readonly cursor: ByteCursor;
  readonly stack: PickleValue[];
  /** Heights of the stack at each open mark. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
  /** Storages referred to so far, by key. */
  readonly storages: Map<string, StorageReference>;
}

/** The top of the stack, left there. @throws RangeError when nothing is there since the last mark */
export function top({ stack, marks }: PickleMachine): PickleValue {
  if (stack.length <= (marks.at(-1) ?? 0)) throw new RangeError("a value in it is missing");
  return stack[stack.length - 1]!;
}

/** The top of the stack, taken off. @throws RangeError when nothing is there since the last mark */
export function pop(machine: PickleMachine): PickleValue {
  const value = top(machine);
  machine.stack.pop();
  return value;
}

/** The `count` values on top of the stack, taken off, in the order they were put there. */
export function popMany(machine: PickleMachine, count: number): PickleValue[] {
  return Array.from({ length: count }, () => pop(machine)).reverse();
}

/** What lies above the last mark, taken off with the mark. @throws RangeError without a mark */
export function popToMark({ stack, marks }: PickleMachine): PickleValue[] {
  const mark = marks.pop();
  if (mark === undefined) throw new RangeError("a mark in it is missing");
  return stack.splice(mark);
}

/** Adds items to the list on top of the stack. @throws RangeError when that is no list */
export function appendTo(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = top(machine);
  if (!Array.isArray(list)) throw new RangeError("items in it belong to no list");
  for (const item of items) list.push(item);
}

/** Adds keys and values, which alternate, to the dictionary on top of the stack. @throws RangeError */
export function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dictionary = top(machine);
  if (!(dictionary instanceof Map)) throw new RangeError("entries in it belong to no dictionary");
  addEntries(dictionary, items);
}

/** A dictionary of keys and values, which alternate. @throws RangeError for a key without a value */
export function dictionaryOf(items: readonly PickleValue[]): Map<PickleValue, PickleValue> {
  const dictionary = new Map<PickleValue, PickleValue>();
  addEntries(dictionary, items);
  return dictionary;
}

function addEntries(
  dictionary: Map<PickleValue, PickleValue>,
  items: readonly PickleValue[],
): void {
  if (items.length % 2 !== 0) throw new RangeError("a key in it has no value");
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i]!, items[i + 1]!);
}

/** What was remembered under a number. @throws RangeError when nothing was */
export function recall({ memo }: PickleMachine, index: number): PickleValue {
  const value = memo.get(index);
  if (value === undefined) throw new RangeError(`it refers to part ${index}, which is not there`);
  return value;
}
