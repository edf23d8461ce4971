import { JsoncFault, readJsonc } from "../../base/text/jsonc.ts";
import { counted } from "../../base/text/counted.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import { type AssayError, inputError } from "../../records/errors.ts";
import { checkBySchema, type Mistake, pathText, type ValueKind } from "../mistakes_by_schema.ts";
import type { ModelCard } from "./model_card.ts";
import { modelCardSchema, type WrittenCard, writtenCardSchema } from "./model_card_schema.ts";
import { classifierFamilies } from "./registry.ts";

const CARD: ValueKind = {
  unknown: () => "is not a key of a card",
  schemaFile: "card.schema.json",
};

/**
 * Parses the JSON of a card; comments and trailing commas are allowed.
 * @param place path of the card in errors
 * @throws AssayError MODEL_CARD_BROKEN (exit 3)
 */
export function parseCardText(text: string, place: string): unknown {
  try {
    return readJsonc(text);
  } catch (cause) {
    if (!(cause instanceof JsoncFault)) throw cause;
    const { line, column, message, remedy } = cause;
    throw inputError("MODEL_CARD_BROKEN", {
      what: `${place}: is not JSON: line ${line}, column ${column}: ${message}`,
      remedy,
      cause,
    });
  }
}

/**
 * Checks a complete card by the schema.
 * @param place path of the card in errors
 * @throws AssayError MODEL_CARD_BROKEN (exit 3) with every fault
 */
export function parseModelCard(raw: unknown, place: string): ModelCard {
  const checked = checkBySchema(modelCardSchema, withoutEditorKey(raw), CARD);
  if ("mistakes" in checked) throw mistakesError(checked.mistakes, place);
  requireKnownFamily(checked.value, place);
  return checked.value;
}

/**
 * Checks a card as people write it for `models import`, where much may be missing.
 * @param place path of the card in errors
 * @throws AssayError MODEL_CARD_BROKEN (exit 3) with every fault
 */
export function parseWrittenCard(raw: unknown, place: string): WrittenCard {
  const checked = checkBySchema(writtenCardSchema, raw, CARD);
  if ("mistakes" in checked) throw mistakesError(checked.mistakes, place);
  requireKnownFamily(checked.value, place);
  return checked.value;
}

/** Leaves out the key that only editors read. */
function withoutEditorKey(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("$schema" in raw)) return raw;
  const { $schema, ...card } = raw;
  return typeof $schema === "string" ? card : raw;
}

function requireKnownFamily({ family }: Pick<WrittenCard, "family">, place: string): void {
  if (family === undefined || Object.hasOwn(classifierFamilies, family)) return;
  throw inputError("MODEL_CARD_BROKEN", {
    what: `${place}: family "${family}" does not exist`,
    remedy: suggestName(family, Object.keys(classifierFamilies)),
  });
}

function mistakesError(mistakes: readonly Mistake[], place: string): AssayError {
  const [first, ...more] = mistakes;
  if (more.length === 0) {
    const { path, what, remedy } = first!;
    return inputError("MODEL_CARD_BROKEN", { what: `${place}: ${subject(path)} ${what}`, remedy });
  }
  const all = mistakes.map(({ path, what, remedy }) =>
    `${subject(path)} ${what} (${remedy.replace(/\.$/, "")})`
  );
  return inputError("MODEL_CARD_BROKEN", {
    what: `${place}: ${all.join("; ")}`,
    remedy: `Correct these ${counted(mistakes.length, "fault")} in the card`,
  });
}

function subject(path: Mistake["path"]): string {
  return path.length === 0 ? "the card" : pathText(path);
}

/** Makes the error for a card that breaks a rule beyond the schema. */
export function cardError(place: string, what: string): AssayError {
  return inputError("MODEL_CARD_BROKEN", { what: `${place}: ${what}`, remedy: "Correct the card" });
}
