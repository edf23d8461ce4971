import type { ValueParser } from "./value_parser.ts";

/** A flag of the command line: what help shows of it, and how its value is read. */
export type Flag<Value> = SwitchFlag<Value> | ValueFlag<Value>;

interface FlagFacts<Value> {
  /** As help shows it: `--limit <N>`. */
  readonly syntax: string;
  readonly help: string;
  /** The value where the flag is not given. */
  readonly absent: Value;
}

/** A flag that stands alone. */
interface SwitchFlag<Value> extends FlagFacts<Value> {
  readonly kind: "switch";
}

/** A flag with a value: the last one given counts, or all do. */
interface ValueFlag<Value> extends FlagFacts<Value> {
  readonly kind: "value" | "repeatable";
  readonly parser: ValueParser<unknown>;
  /** The default as help shows it; `null`: the text says it, or there is none. */
  readonly shownDefault: string | null;
}

/** The flags of a command or of several, each by its name in camelCase. */
export type FlagGroup = Readonly<Record<string, Flag<unknown>>>;

/** The values of a group's flags. */
export type FlagValues<Group extends FlagGroup> = {
  readonly [Name in keyof Group]: Group[Name]["absent"];
};

/** A flag without a value: given or not. */
export function switchFlag(syntax: string, help: string): Flag<boolean> {
  return { kind: "switch", syntax, help, absent: false };
}

/** A flag with a value; `null` where it is not given. */
export function valueFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<Value | null> {
  return { kind: "value", syntax, help, parser, absent: null, shownDefault: null };
}

/** A flag with a value that has a default. @param fallback the default, as it would be typed */
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

/** A flag with or without a value: `true` where it has none, `null` where it is not given. */
export function optionalValueFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<Value | true | null> {
  return { kind: "value", syntax, help, parser, absent: null, shownDefault: null };
}

/** A flag that may be given several times. */
export function repeatableFlag<Value>(
  syntax: string,
  help: string,
  parser: ValueParser<Value>,
): Flag<readonly Value[]> {
  return { kind: "repeatable", syntax, help, parser, absent: [], shownDefault: null };
}
