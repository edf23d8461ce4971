import { type Command, Option } from "commander";
import { type AssayError, usageError } from "../../records/errors.ts";
import type { Flag, FlagGroup, FlagValues } from "./flag.ts";
import type { ValueParser } from "./value_parser.ts";

/**
 * Adds flags to a command. Values are checked while the command line is parsed, before the action runs.
 */
export function addFlags(command: Command, flags: FlagGroup): Command {
  for (const flag of Object.values(flags)) command.addOption(optionOf(flag));
  return command;
}

/** Reads the flags' values after the command line was parsed. */
export function readFlags<Group extends FlagGroup>(
  command: Command,
  flags: Group,
): FlagValues<Group> {
  const entries = Object.entries(flags).map(([name, { absent }]) => {
    const given: unknown = command.getOptionValue(name);
    return [name, given === undefined ? absent : given];
  });
  return Object.fromEntries(entries) as FlagValues<Group>;
}

/** Lists the flags that were typed, by name in camelCase. */
export function givenFlags(command: Command): readonly string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === "cli");
}

/**
 * Parses the value of a positional argument.
 * @param name as shown in help, such as `SUBJECT`
 * @throws AssayError USAGE (exit 2)
 */
export function readArgument<Value>(
  name: string,
  text: string,
  parser: ValueParser<Value>,
): Value {
  const value = parser.read(text);
  if (value === undefined) throw notAllowed(name, { text, allowed: parser.allowed });
  return value;
}

function optionOf(flag: Flag<unknown>): Option {
  const option = new Option(flag.syntax, flag.help);
  if (flag.kind === "switch") return option;
  const { parser, kind, shownDefault } = flag;
  // Replaces commander's own check of choices, so that every value gets the same error text.
  if (parser.choices !== null) option.choices(parser.choices);
  if (shownDefault !== null) option.default(flag.absent, shownDefault);
  return option.argParser((text: string, before: unknown) => {
    const value = readArgument(option.long ?? flag.syntax, text, parser);
    return kind === "repeatable" ? [...(before as readonly unknown[] ?? []), value] : value;
  });
}

function notAllowed(
  name: string,
  { text, allowed }: { readonly text: string; readonly allowed: string },
): AssayError {
  return usageError("USAGE", {
    what: `invalid value "${text}" for ${name}`,
    remedy: `Give ${allowed}`,
  });
}
