import { z } from "zod";
import { usageError } from "../records/errors.ts";
import { PROVIDER_CHOICES, type ProviderChoice } from "../records/provider.ts";
import { parseBy } from "./config_error.ts";
import { type GivenSettings, settingsSchema } from "./schema.ts";

/** What flags say, as typed. They beat the file, and `--model` beats `--set`. */
export interface ConfigOverrides {
  /** `null`, here and below: the flag was not given. */
  readonly dataset: string | null;
  readonly split: string | null;
  /** A name, or several with commas between. */
  readonly model: string | null;
  readonly provider: string | null;
  /** `key=value` each. */
  readonly set: readonly string[];
  /** Names of the only variants wanted; empty: all. */
  readonly variants: readonly string[];
}

/**
 * The parameters that flags set in every variant.
 * @throws AssayError (exit 2)
 */
export function forcedSettings({ set, model }: ConfigOverrides): GivenSettings {
  const settings = set.map((text) => {
    const { key, value } = splitSetting(text);
    return readSetting(key, { text: value, source: "--set" });
  });
  if (model !== null) settings.push(readSetting("model", { text: model, source: "--model" }));
  return Object.assign({}, ...settings);
}

/**
 * The provider that `--provider` names.
 * @throws AssayError (exit 2)
 */
export function readProvider(text: string): ProviderChoice {
  return parseBy(z.enum(PROVIDER_CHOICES), text, { source: "--provider" });
}

function splitSetting(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf("=");
  if (at > 0) return { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
  throw usageError("USAGE", {
    what: `--set ${text} sets nothing`,
    remedy: "Write --set parameter=value, such as --set frames=8",
  });
}

/** The schema decides what a text is: the first of its possible readings that fits. */
function readSetting(
  key: string,
  { text, source }: { readonly text: string; readonly source: string },
): GivenSettings {
  const readings = readingsOf(key, text).map((value) => ({ [key]: value }));
  const fitting = readings.find((reading) => settingsSchema.safeParse(reading).success);
  return parseBy(settingsSchema, fitting ?? readings[readings.length - 1], { source });
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
