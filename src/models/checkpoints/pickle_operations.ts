import { decodeUtf8 } from "./byte_cursor.ts";
import { truncateText, UnsafePickle } from "./checkpoint_errors.ts";
import { exactInteger } from "./numpy_scalar.ts";
import { build, call, create, describe, findGlobal, storageReference } from "./pickle_globals.ts";
import {
  appendTo,
  dictionaryOf,
  type PickleMachine,
  pop,
  popMany,
  popToMark,
  readMemo,
  setItems,
  top,
} from "./pickle_machine.ts";
import type { PickleValue } from "./pickle_value.ts";
import { skippedData } from "./pickled_classes.ts";

/** An instruction, called after its opcode was read. */
export type PickleOperation = (machine: PickleMachine) => void;

/** Longest integer, bytes or digits: Python's have no limit, checkpoints need no more. */
const LONGEST_INTEGER = 256;

/** Longest text that is kept, bytes; longer ones are the numbers of arrays, which weights do not need. */
const LONGEST_KEPT = 1 << 20;

/** Longest text, bytes. */
const LONGEST_TEXT = 1 << 28;

/**
 * The instructions by opcode, as in CPython's Lib/pickle.py and pickletools.py, protocols 0 to 5. STOP is
 * handled by the unpickler. Text persistent ids and out-of-band buffers are left out, as PyTorch has never
 * written them.
 */
export const PICKLE_OPERATIONS: ReadonlyMap<number, PickleOperation> = new Map(
  Object.entries<PickleOperation>({
    // structure
    "\x80": protocol,
    "\x95": (machine) => void machine.cursor.take(8), // FRAME: a hint for buffering
    "(": ({ marks, stack }) => void marks.push(stack.length),
    "0": popOne,
    "1": (machine) => void popToMark(machine),
    "2": push(top),
    // the memo
    "p": (machine) => remember(machine, lineIndex(machine)),
    "q": (machine) => remember(machine, machine.cursor.unsigned(1)),
    "r": (machine) => remember(machine, machine.cursor.unsigned(4)),
    "\x94": (machine) => remember(machine, machine.memo.size),
    "g": push((machine) => readMemo(machine, lineIndex(machine))),
    "h": push((machine) => readMemo(machine, machine.cursor.unsigned(1))),
    "j": push((machine) => readMemo(machine, machine.cursor.unsigned(4))),
    // single values
    "N": push(() => null),
    "\x88": push(() => true),
    "\x89": push(() => false),
    "K": push(({ cursor }) => cursor.unsigned(1)),
    "M": push(({ cursor }) => cursor.unsigned(2)),
    "J": push(({ cursor }) => cursor.unsigned(4) | 0),
    "\x8a": push((machine) => integer(machine, 1)),
    "\x8b": push((machine) => integer(machine, 4)),
    "I": push(({ cursor }) => integerOrBoolean(cursor.line())),
    "L": push(({ cursor }) => decimal(cursor.line().replace(/L$/, ""))),
    "G": push(({ cursor }) => new DataView(cursor.take(8).buffer).getFloat64(0)),
    "F": push(({ cursor }) => Number(cursor.line())),
    // text and bytes
    "\x8c": push((machine) => text(machine, 1)),
    "X": push((machine) => text(machine, 4)),
    "\x8d": push((machine) => text(machine, 8)),
    "U": push((machine) => text(machine, 1)),
    "T": push((machine) => text(machine, 4)),
    "S": push(({ cursor }) => cursor.line().slice(1, -1)),
    "V": push(({ cursor }) => cursor.line()),
    "C": push((machine) => bytes(machine, 1)),
    "B": push((machine) => bytes(machine, 4)),
    "\x8e": push((machine) => bytes(machine, 8)),
    "\x96": push((machine) => bytes(machine, 8)),
    // lists, tuples and sets
    "]": push(() => []),
    ")": push(() => []),
    "\x8f": push(() => []),
    "l": push(popToMark),
    "t": push(popToMark),
    "\x91": push(popToMark),
    "\x85": push((machine) => popMany(machine, 1)),
    "\x86": push((machine) => popMany(machine, 2)),
    "\x87": push((machine) => popMany(machine, 3)),
    "a": (machine) => appendTo(machine, popMany(machine, 1)),
    "e": (machine) => appendTo(machine, popToMark(machine)),
    "\x90": (machine) => appendTo(machine, popToMark(machine)),
    // dictionaries
    "}": push(() => new Map()),
    "d": push((machine) => dictionaryOf(popToMark(machine))),
    "s": (machine) => setItems(machine, popMany(machine, 2)),
    "u": (machine) => setItems(machine, popToMark(machine)),
    // Python objects
    "c": push(({ cursor }) => findGlobal(cursor.line(), cursor.line())),
    "\x93": push(stackGlobal),
    "R": push(reduce),
    "b": buildTop,
    "Q": push(storage),
    "i": ({ cursor }) => refuseObject(findGlobal(cursor.line(), cursor.line())),
    "o": (machine) => refuseObject(popToMark(machine).at(0) ?? null),
    "\x81": push((machine) => create(popMany(machine, 2)[0]!)),
    "\x92": push((machine) => create(popMany(machine, 3)[0]!)),
    "\x82": ({ cursor }) => refuseExtension(cursor.unsigned(1)),
    "\x83": ({ cursor }) => refuseExtension(cursor.unsigned(2)),
    "\x84": ({ cursor }) => refuseExtension(cursor.unsigned(4)),
  }).map(([letter, operation]) => [letter.charCodeAt(0), operation]),
);

/** Makes an instruction that pushes a result. */
function push(make: (machine: PickleMachine) => PickleValue): PickleOperation {
  return (machine) => void machine.stack.push(make(machine));
}

function protocol({ cursor }: PickleMachine): void {
  const version = cursor.byte();
  if (version > 5) throw new RangeError(`its pickle protocol ${version} is unknown`);
}

/** Removes a value or, as Python does, a mark on top. */
function popOne(machine: PickleMachine): void {
  if (machine.stack.length === machine.marks.at(-1)) machine.marks.pop();
  else pop(machine);
}

function remember(machine: PickleMachine, index: number): void {
  machine.memo.set(index, top(machine));
}

function lineIndex({ cursor }: PickleMachine): number {
  return Number(decimal(cursor.line()));
}

/** Reads a length of `width` bytes, then that many bytes of two's complement. */
function integer({ cursor }: PickleMachine, width: 1 | 4): number | bigint {
  const length = cursor.unsigned(width);
  if (length > LONGEST_INTEGER) throw new RangeError(`an integer has ${length} bytes`);
  const value = cursor.take(length)
    .reduceRight((higher, byte) => (higher << 8n) | BigInt(byte), 0n);
  return exactInteger(BigInt.asIntN(8 * length, value));
}

/** Parses an integer; protocol 0 writes True and False as integers with a leading zero. */
function integerOrBoolean(text: string): boolean | number | bigint {
  return text === "01" ? true : text === "00" ? false : decimal(text);
}

function decimal(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text) || text.length > LONGEST_INTEGER) {
    throw new RangeError(`${truncateText(text)} is not an integer`);
  }
  return exactInteger(BigInt(text.replace("+", "")));
}

/** Reads a length of `width` bytes, then that many bytes; long ones are skipped. */
function bytes({ cursor, room }: PickleMachine, width: 1 | 4 | 8): PickleValue {
  const length = cursor.unsigned(width);
  if (length > LONGEST_TEXT) throw new RangeError(`a text has ${length} bytes`);
  if (length > LONGEST_KEPT) {
    cursor.skip(length);
    return skippedData("builtins bytes");
  }
  room.text -= length;
  if (room.text < 0) throw new RangeError("its texts are too long together");
  return cursor.take(length);
}

function text(machine: PickleMachine, width: 1 | 4 | 8): PickleValue {
  const read = bytes(machine, width);
  return read instanceof Uint8Array ? decodeUtf8(read) : read;
}

function stackGlobal(machine: PickleMachine): PickleValue {
  const [module, name] = popMany(machine, 2);
  if (typeof module !== "string" || typeof name !== "string") {
    throw new RangeError("a global's name is not text");
  }
  return findGlobal(module, name);
}

function reduce(machine: PickleMachine): PickleValue {
  const [callee, args] = popMany(machine, 2);
  return call(callee!, args!);
}

function buildTop(machine: PickleMachine): void {
  const state = pop(machine);
  build(top(machine), state);
}

/** Registers a storage; repeated references must be identical. */
function storage(machine: PickleMachine): PickleValue {
  const found = storageReference(pop(machine));
  const known = machine.storages.get(found.key) ?? found;
  if (known.dtype !== found.dtype || known.count !== found.count) {
    throw new RangeError(`storage ${truncateText(found.key)} is described in two different ways`);
  }
  machine.storages.set(found.key, known);
  return known;
}

/** Refuses the older instructions that create objects, which PyTorch has never written. */
function refuseObject(type: PickleValue): never {
  throw new UnsafePickle(`tries to create an object of ${describe(type)}`);
}

function refuseExtension(code: number): never {
  throw new UnsafePickle(`uses extension code ${code}, which weights do not need`);
}
