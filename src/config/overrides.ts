import type { ProviderChoice } from "../records/provider.ts";
import { parseBy } from "./config_error.ts";
import type { DatasetFlags } from "./datasets.ts";
import { type GivenSettings, settingsSchema } from "./schema.ts";

/** A parameter and its value, as given by `--set`. */
export interface SetFlag {
  readonly key: string;
  /** Text as typed; the parameter's schema decides its type. */
  readonly value: string;
}

/** Values of flags. They override the file, and `--model` overrides `--set`. */
export interface ConfigOverrides extends DatasetFlags {
  readonly split: string | null;
  /** Names of models, at least one. */
  readonly model: readonly string[] | null;
  readonly provider: ProviderChoice | null;
  readonly set: readonly SetFlag[];
  /** Names of the variants to run; empty: all. */
  readonly variants: readonly string[];
}

/**
 * Parses the parameters that flags set in every variant.
 * @throws AssayError (exit 2) for an unknown parameter or a wrong value
 */
export function forcedSettings({ set, model }: ConfigOverrides): GivenSettings {
  const settings = set.map(({ key, value }) => readSetting(key, value));
  if (model !== null) settings.push(parseBy(settingsSchema, { model }, { source: "--model" }));
  return settings.reduce<GivenSettings>((all, one) => ({ ...all, ...one }), {});
}

/** Parses a setting: the first reading of the text that the schema accepts. */
function readSetting(key: string, text: string): GivenSettings {
  const readings = readingsOf(key, text).map((value) => ({ [key]: value }));
  const fitting = readings.find((reading) => settingsSchema.safeParse(reading).success);
  return parseBy(settingsSchema, fitting ?? readings[readings.length - 1], { source: "--set" });
}

/** Lists the readings of a text: a word, JSON such as a number or a list, or comma-separated names. */
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
