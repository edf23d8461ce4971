import type { ByteSource } from "../../base/bytes.ts";
import { byteCursor } from "./byte_cursor.ts";
import { type PickleMachine, pop } from "./pickle_machine.ts";
import { PICKLE_OPERATIONS } from "./pickle_operations.ts";
import type { PickleValue, StorageReference } from "./pickle_value.ts";

/** What one pickle holds. */
export interface Unpickled {
  readonly value: PickleValue;
  /** Storages it refers to, by key. */
  readonly storages: ReadonlyMap<string, StorageReference>;
  /** The source's position after the pickle. */
  readonly end: number;
}

const STOP = ".".charCodeAt(0);

/** A B7's state dict takes 0.3 MB; one with an optimiser's beside it a few. */
const LONGEST_PICKLE = 16 << 20;

/**
 * A B7's takes 50 000 instructions. Each adds at most one small value beside the pickle's own bytes, so
 * this bounds the memory (some 100 MB at worst) and the depth of the stack.
 */
const MOST_INSTRUCTIONS = 500_000;

/**
 * Reads the pickle that starts at byte `start`. Of Python's functions and classes it knows those that
 * PyTorch writes for weights, by name, and does itself what they would do: nothing else can be asked for,
 * and nothing is ever run. Instructions are followed without recursion.
 * @throws UnsafePickle when the pickle asks for anything else
 * @throws RangeError when it is cut off, malformed or larger than any checkpoint's
 */
export function unpickle(source: ByteSource, start: number): Unpickled {
  const machine: PickleMachine = {
    cursor: byteCursor(source, { start, end: Math.min(source.byteLength, start + LONGEST_PICKLE) }),
    stack: [],
    marks: [],
    memo: new Map(),
    storages: new Map(),
  };
  for (let instructions = 0; step(machine); instructions++) {
    if (instructions > MOST_INSTRUCTIONS) {
      throw new RangeError(`its pickle has more than ${MOST_INSTRUCTIONS} instructions`);
    }
  }
  return { value: pop(machine), storages: machine.storages, end: machine.cursor.position() };
}

/** Follows one instruction; false when that was the last. */
function step(machine: PickleMachine): boolean {
  const code = machine.cursor.byte();
  if (code === STOP) return false;
  const operation = PICKLE_OPERATIONS.get(code);
  if (!operation) {
    const at = machine.cursor.position() - 1;
    throw new RangeError(`byte ${at} (0x${code.toString(16)}) is no instruction of a pickle`);
  }
  operation(machine);
  return true;
}
