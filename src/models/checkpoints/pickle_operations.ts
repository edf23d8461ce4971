import { decodeUtf8 } from "./byte_cursor.ts";
import { shortened, UnsafePickle } from "./checkpoint_errors.ts";
import { exactInteger } from "./numpy_scalar.ts";
import { build, call, describe, findGlobal, storageReference } from "./pickle_globals.ts";
import {
  appendTo,
  dictionaryOf,
  type PickleMachine,
  pop,
  popMany,
  popToMark,
  recall,
  setItems,
  top,
} from "./pickle_machine.ts";
import type { PickleValue } from "./pickle_value.ts";

/** One instruction of the machine, after its byte has been read. */
export type PickleOperation = (machine: PickleMachine) => void;

/** Python's integers have no limit; no number in a checkpoint needs more bytes or digits than this. */
const LONGEST_INTEGER = 256;

/** No text in a checkpoint is longer. */
const LONGEST_TEXT = 1 << 20;

/**
 * The instructions by their byte, as CPython's Lib/pickle.py and pickletools.py list them, protocols 0 to 5.
 * STOP is the machine's own. Left out are ids written as text and buffers outside the pickle, which
 * PyTorch has never written.
 */
export const PICKLE_OPERATIONS: ReadonlyMap<number, PickleOperation> = new Map(
  Object.entries<PickleOperation>({
    // structure
    "\x80": protocol,
    "\x95": (machine) => void machine.cursor.take(8), // FRAME: a hint for buffering
    "(": ({ marks, stack }) => void marks.push(stack.length),
    "0": popOne,
    "1": (machine) => void popToMark(machine),
    "2": pushing(top),
    // the memo
    "p": (machine) => remember(machine, lineIndex(machine)),
    "q": (machine) => remember(machine, machine.cursor.unsigned(1)),
    "r": (machine) => remember(machine, machine.cursor.unsigned(4)),
    "\x94": (machine) => remember(machine, machine.memo.size),
    "g": pushing((machine) => recall(machine, lineIndex(machine))),
    "h": pushing((machine) => recall(machine, machine.cursor.unsigned(1))),
    "j": pushing((machine) => recall(machine, machine.cursor.unsigned(4))),
    // single values
    "N": pushing(() => null),
    "\x88": pushing(() => true),
    "\x89": pushing(() => false),
    "K": pushing(({ cursor }) => cursor.unsigned(1)),
    "M": pushing(({ cursor }) => cursor.unsigned(2)),
    "J": pushing(({ cursor }) => cursor.unsigned(4) | 0),
    "\x8a": pushing((machine) => integer(machine, 1)),
    "\x8b": pushing((machine) => integer(machine, 4)),
    "I": pushing(({ cursor }) => integerOrBoolean(cursor.line())),
    "L": pushing(({ cursor }) => decimal(cursor.line().replace(/L$/, ""))),
    "G": pushing(({ cursor }) => new DataView(cursor.take(8).buffer).getFloat64(0)),
    "F": pushing(({ cursor }) => Number(cursor.line())),
    // text and bytes
    "\x8c": pushing((machine) => decodeUtf8(bytes(machine, 1))),
    "X": pushing((machine) => decodeUtf8(bytes(machine, 4))),
    "\x8d": pushing((machine) => decodeUtf8(bytes(machine, 8))),
    "U": pushing((machine) => decodeUtf8(bytes(machine, 1))),
    "T": pushing((machine) => decodeUtf8(bytes(machine, 4))),
    "S": pushing(({ cursor }) => cursor.line().slice(1, -1)),
    "V": pushing(({ cursor }) => cursor.line()),
    "C": pushing((machine) => bytes(machine, 1)),
    "B": pushing((machine) => bytes(machine, 4)),
    "\x8e": pushing((machine) => bytes(machine, 8)),
    "\x96": pushing((machine) => bytes(machine, 8)),
    // lists, tuples and sets
    "]": pushing(() => []),
    ")": pushing(() => []),
    "\x8f": pushing(() => []),
    "l": pushing(popToMark),
    "t": pushing(popToMark),
    "\x91": pushing(popToMark),
    "\x85": pushing((machine) => popMany(machine, 1)),
    "\x86": pushing((machine) => popMany(machine, 2)),
    "\x87": pushing((machine) => popMany(machine, 3)),
    "a": (machine) => appendTo(machine, popMany(machine, 1)),
    "e": (machine) => appendTo(machine, popToMark(machine)),
    "\x90": (machine) => appendTo(machine, popToMark(machine)),
    // dictionaries
    "}": pushing(() => new Map()),
    "d": pushing((machine) => dictionaryOf(popToMark(machine))),
    "s": (machine) => setItems(machine, popMany(machine, 2)),
    "u": (machine) => setItems(machine, popToMark(machine)),
    // what would be Python objects
    "c": pushing(({ cursor }) => findGlobal(cursor.line(), cursor.line())),
    "\x93": pushing(stackGlobal),
    "R": pushing(reduce),
    "b": buildTop,
    "Q": pushing(storage),
    "i": ({ cursor }) => refuseObject(findGlobal(cursor.line(), cursor.line())),
    "o": (machine) => refuseObject(popToMark(machine).at(0) ?? null),
    "\x81": (machine) => refuseObject(popMany(machine, 2)[0]!),
    "\x92": (machine) => refuseObject(popMany(machine, 3)[0]!),
    "\x82": ({ cursor }) => refuseExtension(cursor.unsigned(1)),
    "\x83": ({ cursor }) => refuseExtension(cursor.unsigned(2)),
    "\x84": ({ cursor }) => refuseExtension(cursor.unsigned(4)),
  }).map(([letter, operation]) => [letter.charCodeAt(0), operation]),
);

/** The instruction that puts the result on the stack. */
function pushing(make: (machine: PickleMachine) => PickleValue): PickleOperation {
  return (machine) => void machine.stack.push(make(machine));
}

function protocol({ cursor }: PickleMachine): void {
  const version = cursor.byte();
  if (version > 5) throw new RangeError(`it is a pickle of protocol ${version}`);
}

/** Takes off a value or, as Python does, a mark that lies on top. */
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

/** A length of `width` bytes, then that many bytes of two's complement. */
function integer({ cursor }: PickleMachine, width: 1 | 4): number | bigint {
  const length = cursor.unsigned(width);
  if (length > LONGEST_INTEGER) throw new RangeError(`an integer in it has ${length} bytes`);
  const value = cursor.take(length)
    .reduceRight((higher, byte) => (higher << 8n) | BigInt(byte), 0n);
  return exactInteger(BigInt.asIntN(8 * length, value));
}

/** Protocol 0 writes True and False as integers with a leading zero. */
function integerOrBoolean(text: string): boolean | number | bigint {
  return text === "01" ? true : text === "00" ? false : decimal(text);
}

function decimal(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text) || text.length > LONGEST_INTEGER) {
    throw new RangeError(`${shortened(text)} in it is no integer`);
  }
  return exactInteger(BigInt(text.replace("+", "")));
}

/** A length of `width` bytes, then that many bytes. */
function bytes({ cursor }: PickleMachine, width: 1 | 4 | 8): Uint8Array<ArrayBuffer> {
  const length = cursor.unsigned(width);
  if (length > LONGEST_TEXT) throw new RangeError(`text in it has ${length} bytes`);
  return cursor.take(length);
}

function stackGlobal(machine: PickleMachine): PickleValue {
  const [module, name] = popMany(machine, 2);
  if (typeof module !== "string" || typeof name !== "string") {
    throw new RangeError("a name in it is no text");
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

/** One storage may be referred to many times, always alike. */
function storage(machine: PickleMachine): PickleValue {
  const found = storageReference(pop(machine));
  const known = machine.storages.get(found.key) ?? found;
  if (known.dtype !== found.dtype || known.count !== found.count) {
    throw new RangeError(`storage ${shortened(found.key)} is described in two ways`);
  }
  machine.storages.set(found.key, known);
  return known;
}

/** Weights are rebuilt by functions; no instruction that makes an instance of a class is needed. */
function refuseObject(type: PickleValue): never {
  throw new UnsafePickle(`would make an object of ${describe(type)}`);
}

function refuseExtension(code: number): never {
  throw new UnsafePickle(`asks for extension code ${code}, which no file of weights needs`);
}
