import type { z } from "zod";
import { counted } from "../base/text/counted.ts";
import { placeInJsonc, type TextPlace } from "../base/text/jsonc.ts";
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

/** Where a value comes from. */
export interface ValueSource {
  /** Name in errors, such as `eval.jsonc` or `--provider`. */
  readonly source: string;
  /** Text that it was read from, in which errors are placed; left out: it is no file's. */
  readonly text?: string;
}

/** Most errors that are printed for one value. */
const MOST_ERRORS = 20;

/**
 * Parses a value by a schema.
 * @throws AssayError (exit 2) with every error, or the first 20, in the order of the text
 */
export function parseBy<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: ValueSource,
): z.output<Schema> {
  const checked = checkBySchema(schema, value, CONFIG);
  if ("value" in checked) return checked.value;
  const placed = checked.mistakes.map((mistake) => ({ mistake, place: placeOf(mistake, source) }));
  const inOrder = placed.toSorted((a, b) =>
    (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0)
  );
  const shown = inOrder.slice(0, MOST_ERRORS);
  const [first, ...others] = shown; // zod never fails without an issue
  const hidden = inOrder.length - shown.length;
  throw mistakeError(first!.mistake, {
    ...{ source: source.source, place: first!.place, hidden },
    others: others.map(({ mistake, place }) =>
      mistakeError(mistake, { source: source.source, place, hidden: 0, others: [] })
    ),
  });
}

/** Finds where a mistake is; of a missing key, where it is missing. */
function placeOf({ path, kind }: Mistake, { text }: ValueSource): TextPlace | null {
  if (text === undefined) return null;
  return placeInJsonc(text, kind === "missing key" ? path.slice(0, -1) : path);
}

function mistakeError(
  { kind, path, what, remedy }: Mistake,
  { source, place, hidden, others }: {
    readonly source: string;
    readonly place: TextPlace | null;
    readonly hidden: number;
    readonly others: readonly AssayError[];
  },
): AssayError {
  const at = place === null ? source : `${source}:${place.line}:${place.column}`;
  const subject = path.length === 0 ? at : `${at}: ${pathText(path)}`;
  const more = hidden === 0 ? "" : ` ${counted(hidden, "further error")} not shown.`;
  return usageError(CODES[kind], {
    what: `${subject} ${what}`,
    remedy: `${remedy}${more}`,
    others,
  });
}
