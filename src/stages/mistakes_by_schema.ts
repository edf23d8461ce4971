import type { z } from "zod";
import { counted } from "../base/text/counted.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { descriptionAt, keysAt } from "./paths_in_schema.ts";

type Issue = z.core.$ZodIssue;
type UnknownKeys = z.core.$ZodIssueUnrecognizedKeys;
type Path = readonly PropertyKey[];

/** One fault of a value that is checked by a schema. */
export interface Mistake {
  readonly kind: "unknown key" | "wrong value" | "missing key";
  readonly path: Path;
  /** Predicate that follows the path, such as `must be at least 1, not 0`. */
  readonly what: string;
  /** Sentence with its full stop. */
  readonly remedy: string;
}

/** What a value is, for its faults. */
export interface ValueKind {
  /** Predicate about an unknown key at a place with these keys: `is not a key of the config`. */
  readonly unknown: (valid: readonly string[]) => string;
  /** File with the JSON Schema of the value. */
  readonly schemaFile: string;
}

/**
 * Checks a value by a schema.
 * @returns the value in the schema's form, or every fault in the order of the schema
 */
export function checkBySchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  kind: ValueKind,
): { readonly value: z.output<Schema> } | { readonly mistakes: readonly Mistake[] } {
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (result.success) return { value: result.data };
  const issues = result.error.issues.flatMap(singleIssues);
  return { mistakes: issues.map((issue) => mistakeOf(issue, { schema, kind })) };
}

/** Splits an issue into single ones: one per unknown key, and those inside the option of a union that was meant. */
function singleIssues(issue: Issue): readonly Issue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ ...issue, keys: [key] }));
  }
  const meant = issue.code === "invalid_union" ? optionThatWasMeant(issue.errors) : null;
  if (meant === null) return [issue];
  return meant.flatMap((inner) => singleIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Finds the option of a union whose type matches the value; `null`: none or several do. @returns its issues */
function optionThatWasMeant(options: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const isOtherKind = (issue: Issue) =>
    issue.path.length === 0 && ["invalid_type", "invalid_value"].includes(issue.code);
  const possible = options.filter((issues) => !issues.some(isOtherKind));
  return possible.length === 1 ? possible[0]! : null;
}

/** A schema and the kind of its values. */
interface Checked {
  readonly schema: z.ZodType;
  readonly kind: ValueKind;
}

function mistakeOf(issue: Issue, checked: Checked): Mistake {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") return unknownKey(issue, checked);
  if (issue.input === undefined && issue.code !== "invalid_key") {
    return { kind: "missing key", path, what: "is missing", remedy: `Add it: ${wanted(issue)}.` };
  }
  const remedy = advice(issue) ?? meaning(path, checked);
  return { kind: "wrong value", path, what: complaint(issue), remedy };
}

function unknownKey({ keys, path }: UnknownKeys, { schema, kind }: Checked): Mistake {
  const key = keys[0]!; // one each, by `singleIssues`
  const valid = keysAt(schema, path);
  const nearest = nearestName(key, valid);
  const remedy = nearest === undefined
    ? `Valid names: ${valid.join(", ")}.`
    : `Did you mean "${nearest}"?`;
  return { kind: "unknown key", path: [...path, key], what: kind.unknown(valid), remedy };
}

/** Describes the error, to follow the path. */
function complaint(issue: Issue): string {
  if (isEmpty(issue)) return "is empty";
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  if (issue.code === "invalid_format") return issue.message;
  return `must be ${wanted(issue)}, not ${shortText(issue.input)}`;
}

/** Tests whether the value is `[]`, `{}` or `""` where it must not be empty. */
function isEmpty({ code, input }: Issue): boolean {
  return ["too_small", "custom"].includes(code) && ["[]", "{}", '""'].includes(shortText(input));
}

/** Describes the expected value. */
function wanted(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "too_small":
      return sized(issue, {
        bound: issue.inclusive ? "at least" : "more than",
        limit: issue.minimum,
      });
    case "too_big":
      return sized(issue, {
        bound: issue.inclusive ? "at most" : "less than",
        limit: issue.maximum,
      });
    case "invalid_union":
      return issue.errors.flatMap((issues) => issues.slice(0, 1)).map(wanted).join(" or ");
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a string",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
};

function sized(
  { origin }: { readonly origin: string },
  { bound, limit }: { readonly bound: string; readonly limit: number | bigint },
): string {
  const count = Number(limit);
  if (origin === "array") return `a list of ${bound} ${counted(count, "value")}`;
  return origin === "string"
    ? `a string of ${bound} ${counted(count, "character")}`
    : `${bound} ${limit}`;
}

/** Suggests a remedy from the issue itself; `null`: none. */
function advice(issue: Issue): string | null {
  if (isEmpty(issue)) return "Give it at least one value.";
  if (issue.code === "invalid_key") return "Rename it.";
  if (typeof issue.input !== "string") return null;
  const nearest = nearestName(issue.input, wordsOf(issue));
  return nearest === undefined ? null : `Did you mean "${nearest}"?`;
}

function wordsOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(wordsOf);
  if (issue.code !== "invalid_value") return [];
  return issue.values.filter((value) => typeof value === "string");
}

function meaning(path: Path, { schema, kind }: Checked): string {
  const description = descriptionAt(schema, path);
  return description === null
    ? `Correct it; ${kind.schemaFile} lists the allowed values.`
    : `Correct the value (${description}).`;
}

/** Formats a path: `variants.quick.frames[0]`; names that are not plain words go in brackets and quotes. */
export function pathText(path: Path): string {
  return path.map((key, k) => {
    if (typeof key === "number") return `[${key}]`;
    const name = String(key);
    if (!/^[\w$-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
    return k === 0 ? name : `.${name}`;
  }).join("");
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}
