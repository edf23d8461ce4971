import type { ProviderChoice } from "../records/provider.ts";
import { parseBy } from "./config_error.ts";
import { type GivenSettings, settingsSchema } from "./schema.ts";

/** A parameter and its value, as `--set` has them. */
export interface SetFlag {
  readonly key: string;
  /** As typed: the schema of the parameter decides what it means. */
  readonly value: string;
}

/** What flags say. They beat the file, and `--model` beats `--set`. */
export interface ConfigOverrides {
  /** `null`, here and below: the flag was not given. */
  readonly dataset: string | null;
  readonly split: string | null;
  /** Names of classifiers, at least one. */
  readonly model: readonly string[] | null;
  readonly provider: ProviderChoice | null;
  readonly set: readonly SetFlag[];
  /** Names of the only variants wanted; empty: all. */
  readonly variants: readonly string[];
}

/**
 * The parameters that flags set in every variant.
 * @throws AssayError (exit 2)
 */
export function forcedSettings({ set, model }: ConfigOverrides): GivenSettings {
  const settings = set.map(({ key, value }) => readSetting(key, value));
  if (model !== null) settings.push(parseBy(settingsSchema, { model }, { source: "--model" }));
  return settings.reduce<GivenSettings>((all, one) => ({ ...all, ...one }), {});
}

/** The schema decides what a text is: the first of its possible readings that fits. */
function readSetting(key: string, text: string): GivenSettings {
  const readings = readingsOf(key, text).map((value) => ({ [key]: value }));
  const fitting = readings.find((reading) => settingsSchema.safeParse(reading).success);
  return parseBy(settingsSchema, fitting ?? readings[readings.length - 1], { source: "--set" });
}

/** A word, JSON such as a number or a list, or names with commas between. */
function readingsOf(key: string, text: string): readonly unknown[] {
  if (key === "model" && text.includes(",") && !text.startsWith("[")) {
    return [text.split(",").map((name) => name.trim())];
  }
  try {
    return [text, JSON.parse(text)];
  } catch {
    return [text];
  }
}
