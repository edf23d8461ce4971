import { usageError } from "../../records/errors.ts";
import { modelCardSchema } from "../../stages/classifiers/model_card_schema.ts";
import { type CardFacts, FACT_PATHS, type FactName } from "./facts.ts";
import { objectOf } from "./json_fields.ts";

/** A field of a card and its value, as given by `--set`. */
export interface CardSetting {
  /** Path, such as `output.index`. */
  readonly key: string;
  /** Text as typed: a word, or JSON such as a number or a list. */
  readonly value: string;
}

/** Puts facts into a card. */
export function withFacts(card: unknown, facts: CardFacts): unknown {
  return (Object.keys(facts) as FactName[]).reduce((all, name) => {
    if (name === "fake") {
      const { index, polarity } = facts.fake!.value;
      return withValue(
        withValue(all, ["output", "index"], index),
        ["output", "polarity"],
        polarity,
      );
    }
    return withValue(all, FACT_PATHS[name][0]!.split("."), facts[name]!.value);
  }, card);
}

/**
 * Puts settings into a card. A value is read as the text itself where the card's schema takes that, else as JSON.
 * @throws AssayError USAGE (exit 2) for a key that is no path
 */
export function withSettings(card: unknown, settings: readonly CardSetting[]): unknown {
  return settings.reduce((all, { key, value }) => {
    const path = key.split(".");
    if (path.some((part) => part === "" || part === "__proto__")) {
      const remedy = "Give a path such as output.index=1";
      throw usageError("USAGE", { what: `--set ${key} is no field of a card`, remedy });
    }
    const readings = readingsOf(value).map((reading) => withValue(all, path, reading));
    return readings.find(isCard) ?? readings.at(-1);
  }, card);
}

function isCard(value: unknown): boolean {
  return modelCardSchema.safeParse(value, { jitless: true }).success;
}

function readingsOf(text: string): readonly unknown[] {
  try {
    return [text, JSON.parse(text)];
  } catch {
    return [text];
  }
}

function withValue(card: unknown, [key, ...more]: readonly string[], value: unknown): unknown {
  const object = objectOf(card) ?? {};
  return { ...object, [key!]: more.length === 0 ? value : withValue(object[key!], more, value) };
}
