import { AssayError } from "../records/errors.ts";
import type { PartParameters } from "./parameters.ts";
import type { Part } from "./part.ts";

/** Parameters by name, as plain data. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** A part as used in a plan: plain data that can be sent to workers. */
export interface PartUse {
  /** Name of the part in its registry, or its kind. */
  readonly part: string;
  /** Parameters that it reads and does not ignore. */
  readonly parameters: ParameterValues;
}

/**
 * Selects the parameters that a part declares and that have an effect.
 * @param values a variant's resolved parameters
 * @throws AssayError INTERNAL if it declares an unknown parameter, or `ignores` reads an undeclared one
 */
export function usePart(name: string, part: Part, values: ParameterValues): PartUse {
  const declared = { part: name, parameters: picked(part.reads, { name, values }) };
  const ignored: readonly string[] = part.ignores?.(parametersOf(declared)) ?? [];
  const reads = part.reads.filter((read) => !ignored.includes(read));
  return { part: name, parameters: picked(reads, { name, values }) };
}

function picked(
  reads: readonly string[],
  { name, values }: { readonly name: string; readonly values: ParameterValues },
): ParameterValues {
  return Object.fromEntries(reads.map((read) => {
    if (Object.hasOwn(values, read)) return [read, values[read]];
    throw internal(`the part "${name}" declares an unknown parameter, "${read}"`);
  }));
}

/**
 * Makes the object that a part reads its parameters from, together with `facts` that are not parameters. Reading
 * anything else throws, so that no output can depend on a value that is not part of its key.
 * @throws AssayError INTERNAL on reading a name that the part does not declare, or that it ignores
 * @example
 * ```ts
 * import { parametersOf } from "./part_use.ts";
 *
 * const parameters = parametersOf({ part: "middle", parameters: { frames: 8 } });
 * console.log(parameters.frames); // 8
 * try {
 *   parameters.seed;
 * } catch (error) {
 *   console.log((error as Error).message.startsWith('the part "middle" reads the parameter "seed"')); // true
 * }
 * ```
 */
export function parametersOf<Facts extends object = Record<never, never>>(
  { part, parameters }: PartUse,
  facts?: Facts,
): PartParameters & Facts {
  const known = { ...parameters, ...facts };
  const required = (name: string | symbol) => {
    if (typeof name === "symbol" || Object.hasOwn(known, name)) return;
    throw internal(
      `the part "${part}" reads the parameter "${name}", which is not declared in \`reads\` or is listed by \`ignores\``,
    );
  };
  return new Proxy(known, {
    get(target, name, receiver) {
      required(name);
      return Reflect.get(target, name, receiver);
    },
    has(target, name) {
      required(name);
      return Reflect.has(target, name);
    },
  }) as unknown as PartParameters & Facts;
}

function internal(what: string): AssayError {
  return new AssayError("INTERNAL", 4, {
    what,
    remedy: "Declare the parameter in `reads` of the part, so that it is part of the stage's key",
  });
}
