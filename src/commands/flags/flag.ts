import type { ValueParser } from "./value_parser.ts";

/** A flag of the command line: its help text and how its value is parsed. */
export type Flag<Value> = SwitchFlag<Value> | ValueFlag<Value>;

interface FlagFacts<Value> {
  /** Syntax as shown in help: `--limit <N>`. */
  readonly syntax: string;
  readonly help: string;
  /** Value when the flag is not given. */
  readonly absent: Value;
}

/** A flag without a value. */
interface SwitchFlag<Value> extends FlagFacts<Value> {
  readonly kind: "switch";
}

/** A flag with a value: `value` keeps the last one given, `repeatable` all of them. */
interface ValueFlag<Value> extends FlagFacts<Value> {
  readonly kind: "value" | "repeatable";
  readonly parser: ValueParser<unknown>;
  /** Default as shown in help; `null`: none, or the help text has it. */
  readonly shownDefault: string | null;
}

/** Flags by name in camelCase. */
export type FlagGroup = Readonly<Record<string, Flag<unknown>>>;

/** Values of a group's flags, by the same names. */
export type FlagValues<Group extends FlagGroup> = {
  readonly [Name in keyof Group]: Group[Name]["absent"];
};

/** Makes a flag without a value: `true` when given. */
export function switchFlag(syntax: string, help: string): Flag<boolean> {
  return { kind: "switch", syntax, help, absent: false };
}

/** Makes a flag with a value; `null` when it is not given. */
export function valueFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<Value | null> {
  return { kind: "value", syntax, help, parser, absent: null, shownDefault: null };
}

/** Makes a flag with a value that has a default. @param fallback the default, as it would be typed */
export function defaultedFlag<Value>(
  syntax: string,
  help: string,
  { parser, fallback }: { readonly parser: ValueParser<Value>; readonly fallback: string },
): Flag<Value> {
  const absent = parser.read(fallback);
  if (absent === undefined) {
    throw new RangeError(`${syntax}: the default ${fallback} is not allowed`);
  }
  return { kind: "value", syntax, help, parser, absent, shownDefault: fallback };
}

/** Makes a flag with an optional value: `true` when given without one, `null` when not given. */
export function optionalValueFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<Value | true | null> {
  return { kind: "value", syntax, help, parser, absent: null, shownDefault: null };
}

/** Makes a flag that may be given several times. */
export function repeatableFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<readonly Value[]> {
  return { kind: "repeatable", syntax, help, parser, absent: [], shownDefault: null };
}
