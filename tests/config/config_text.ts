import assert from "node:assert/strict";
import type { CatalogueEntry } from "../../src/config/check_models.ts";
import { type EvalConfig, loadConfig } from "../../src/config/load.ts";
import type { ConfigOverrides } from "../../src/config/overrides.ts";
import { AssayError } from "../../src/records/errors.ts";

export const CATALOGUE: readonly CatalogueEntry[] = [
  { name: "demo", precisions: ["fp32"] },
  { name: "meso4", precisions: ["fp32", "fp16"] },
];

const NO_OVERRIDES: ConfigOverrides = {
  dataset: null,
  split: null,
  model: null,
  provider: null,
  set: [],
  variants: [],
};

/** Loads a config that says what `body` says, over the least that a config must say. */
export function load(body: object, flags: Partial<ConfigOverrides> = {}): EvalConfig {
  return loadText(JSON.stringify({ version: 1, dataset: "demo", model: "demo", ...body }), flags);
}

export function loadText(text: string, flags: Partial<ConfigOverrides> = {}): EvalConfig {
  const overrides = { ...NO_OVERRIDES, ...flags };
  return loadConfig(text, { source: "eval.jsonc", catalogue: CATALOGUE, overrides });
}

/** What is printed when a config is refused. */
export interface Refusal {
  readonly exitCode: number;
  /** `error[CODE]: …` */
  readonly line: string;
}

/** @throws AssertionError when nothing is refused, or when the error is not one line */
export function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AssayError, String(error));
    const line = `error[${error.code}]: ${error.message}`;
    assert.doesNotMatch(line, /[\n\r]|undefined|\[object|\.\.$/);
    return { exitCode: error.exitCode, line };
  }
  throw new assert.AssertionError({ message: "the config was accepted" });
}
