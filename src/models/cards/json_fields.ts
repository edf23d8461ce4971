/** An object of JSON from elsewhere, whose fields may be anything. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a value as an object; lists are none. @returns `null`: it is another kind */
export function objectOf(value: unknown): JsonObject | null {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? value as JsonObject : null;
}

/** Reads a value as a finite number. @returns `null`: it is another kind */
export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Reads a value as text that is not blank. @returns `null`: it is another kind */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Reads a value as three numbers; one number stands for three. @returns `null`: it is another kind */
export function tripleOf(value: unknown): readonly [number, number, number] | null {
  const list = Array.isArray(value) && value.length !== 1 ? value : Array(3).fill(
    Array.isArray(value) ? value[0] : value,
  );
  const numbers = list.map(numberOf);
  const [a, b, c] = numbers;
  return numbers.length === 3 && numbers.every((one) => one !== null) ? [a!, b!, c!] : null;
}
