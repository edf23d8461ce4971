import { AssayError } from "../records/errors.ts";
import type { PartParameters } from "./parameters.ts";
import type { Part } from "./part.ts";

/** Parameters by name, as plain data. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** A part as a plan uses it: plain data, which travels to workers. */
export interface PartUse {
  /** The part's name in its registry, or what it is. */
  readonly part: string;
  /** The parameters that it reads and does not ignore. */
  readonly parameters: ParameterValues;
}

/**
 * The use of a part under a variant's resolved parameters: those that it declares and that have an effect.
 * @throws AssayError INTERNAL where it reads a parameter that there is not, or `ignores` reads an undeclared one
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
    throw internal(`the part "${name}" declares that it reads "${read}", which is no parameter`);
  }));
}

/**
 * What a part is given to read: its parameters, and `facts` that are none. Reading anything else throws, so that no
 * output can depend on what is in no key.
 * @throws AssayError INTERNAL, when a name is read that the part does not declare or that it ignores
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
      `the part "${part}" reads the parameter "${name}", which it does not declare in \`reads\` or says it \`ignores\``,
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
    remedy: "Correct the part: its output would depend on something that is in no key",
  });
}
