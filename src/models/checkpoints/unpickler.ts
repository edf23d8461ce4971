import type { ByteSource } from "../../base/bytes.ts";
import { byteCursor } from "./byte_cursor.ts";
import { type PickleMachine, pop } from "./pickle_machine.ts";
import { PICKLE_OPERATIONS } from "./pickle_operations.ts";
import type { PickleValue, StorageReference } from "./pickle_value.ts";

/** The content of a pickle. */
export interface Unpickled {
  readonly value: PickleValue;
  /** Storages that it refers to, by key. */
  readonly storages: ReadonlyMap<string, StorageReference>;
  /** Offset in the source after the pickle. */
  readonly end: number;
}

const STOP = ".".charCodeAt(0);

/** Longest pickle, bytes: a B7's state dict has 0.3 MB, but arrays of predictions may stand beside it. */
const LONGEST_PICKLE = 512 << 20;

/** Most bytes of text that are kept. */
const MOST_TEXT = 16 << 20;

/**
 * Most instructions; a B7's state dict has 50 000. Each adds at most one small value to the pickle's own bytes,
 * so this bounds the memory (about 100 MB at worst) and the depth of the stack.
 */
const MAX_INSTRUCTIONS = 500_000;

/**
 * Reads the pickle that starts at byte `start`. It replaces the few Python functions and classes that PyTorch
 * writes for weights; everything else is refused, and no code is run. Works without recursion.
 * @throws UnsafePickle when the pickle uses anything else
 * @throws RangeError when it is truncated, malformed or larger than any checkpoint's
 */
export function unpickle(source: ByteSource, start: number): Unpickled {
  const machine: PickleMachine = {
    cursor: byteCursor(source, { start, end: Math.min(source.byteLength, start + LONGEST_PICKLE) }),
    stack: [],
    marks: [],
    memo: new Map(),
    storages: new Map(),
    room: { text: MOST_TEXT },
  };
  for (let instructions = 0; step(machine); instructions++) {
    if (instructions > MAX_INSTRUCTIONS) {
      throw new RangeError(`its pickle has more than ${MAX_INSTRUCTIONS} instructions`);
    }
  }
  return { value: pop(machine), storages: machine.storages, end: machine.cursor.position() };
}

/** Executes one instruction; returns false after the last. */
function step(machine: PickleMachine): boolean {
  const code = machine.cursor.byte();
  if (code === STOP) return false;
  const operation = PICKLE_OPERATIONS.get(code);
  if (!operation) {
    const at = machine.cursor.position() - 1;
    throw new RangeError(`byte ${at} (0x${code.toString(16)}) is not a pickle instruction`);
  }
  operation(machine);
  return true;
}
