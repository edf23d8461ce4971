import type { z } from "zod";
import { type AssayError, usageError } from "../records/errors.ts";
import {
  checkBySchema,
  type Mistake,
  pathText,
  type ValueKind,
} from "../stages/mistakes_by_schema.ts";

const CONFIG: ValueKind = {
  unknown: (valid) =>
    valid.includes("frames") ? "is not a parameter" : "is not a key of the config",
  schemaFile: "eval.schema.json",
};

const CODES: Readonly<Record<Mistake["kind"], string>> = {
  "unknown key": "CONFIG_UNKNOWN_KEY",
  "wrong value": "CONFIG_WRONG_VALUE",
  "missing key": "CONFIG_MISSING_KEY",
};

/**
 * Parses a value by a schema.
 * @param source name of the value's source in errors, such as `eval.jsonc` or `--provider`
 * @throws AssayError (exit 2) about the first error, with the number of further ones
 */
export function parseBy<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { source }: { readonly source: string },
): z.output<Schema> {
  const checked = checkBySchema(schema, value, CONFIG);
  if ("value" in checked) return checked.value;
  const [first, ...more] = checked.mistakes;
  throw mistakeError(first!, { source, more: more.length }); // zod never fails without an issue
}

function mistakeError(
  { kind, path, what, remedy }: Mistake,
  { source, more }: { readonly source: string; readonly more: number },
): AssayError {
  const subject = path.length === 0 ? source : `${source}: ${pathText(path)}`;
  const follow = `There ${more === 1 ? "is" : "are"} ${more} more ${
    more === 1 ? "error" : "errors"
  }.`;
  return usageError(CODES[kind], {
    what: `${subject} ${what}`,
    remedy: more === 0 ? remedy : `${remedy} ${follow}`,
  });
}
