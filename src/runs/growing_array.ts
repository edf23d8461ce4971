/** Numbers of one type in contiguous memory, however many come. */
export interface GrowingArray<T> {
  push(value: number): void;
  /** All numbers so far; shares memory with what grows on. */
  values(): T;
}

/** The typed arrays that are grown here. */
type Numbers = Float32Array | Uint32Array;

const FIRST_LENGTH = 1024;

/** @param make an array of the type, of a given length */
export function growingArray<T extends Numbers>(make: (length: number) => T): GrowingArray<T> {
  let held = make(FIRST_LENGTH);
  let length = 0;
  return {
    push(value) {
      if (length === held.length) {
        const larger = make(2 * length);
        larger.set(held);
        held = larger;
      }
      held[length++] = value;
    },
    values: () => held.subarray(0, length) as T,
  };
}
