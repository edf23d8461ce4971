import assert from "node:assert/strict";
import type { CatalogueEntry } from "../../src/config/check_models.ts";
import { type EvalConfig, loadConfig } from "../../src/config/load.ts";
import type { ConfigOverrides } from "../../src/config/overrides.ts";
import { setting } from "../../src/commands/flags/value_parser.ts";
import { AssayError } from "../../src/records/errors.ts";

export const CATALOGUE: readonly CatalogueEntry[] = [
  { name: "demo", precisions: ["fp32"], runnable: ["fp32"], remedy: "Make its fp16 file" },
  { name: "meso4", precisions: ["fp32", "fp16"], runnable: ["fp32", "fp16"], remedy: "" },
];

const NO_OVERRIDES: ConfigOverrides = {
  datasets: [],
  layout: null,
  where: {},
  root: null,
  followLinks: false,
  split: null,
  model: null,
  provider: null,
  set: [],
  variants: [],
};

/** What flags say: parameters as `--set` and `--model` have them, the rest as it was read. */
export interface TypedFlags extends Partial<Omit<ConfigOverrides, "set" | "model">> {
  readonly set?: readonly string[];
  readonly model?: string;
  readonly onlyCompareWith?: boolean;
}

/** Loads a config with the fields of `body` and the required ones. */
export function load(body: object, flags: TypedFlags = {}): EvalConfig {
  return loadText(JSON.stringify({ version: 1, dataset: "demo", model: "demo", ...body }), flags);
}

export function loadText(text: string, flags: TypedFlags = {}): EvalConfig {
  const { set = [], model, onlyCompareWith = false, ...others } = flags;
  const overrides = {
    ...NO_OVERRIDES,
    ...others,
    set: set.map((text) => setting.read(text)!),
    model: model?.split(",") ?? null,
  };
  return loadConfig(text, {
    source: "eval.jsonc",
    catalogue: CATALOGUE,
    overrides,
    onlyCompareWith,
  });
}

/** What is printed when a config is refused. */
export interface Refusal {
  readonly exitCode: number;
  /** `error[CODE]: …` */
  readonly line: string;
}

/** @throws AssertionError when nothing is refused, or when the error is not one line */
export function refusal(run: () => unknown): Refusal {
  const error = errorOf(run);
  return { exitCode: error.exitCode, line: lineOf(error) };
}

/** The lines that are printed, one for each error. */
export function refusals(run: () => unknown): readonly string[] {
  const error = errorOf(run);
  return [error, ...error.others].map(lineOf);
}

function errorOf(run: () => unknown): AssayError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AssayError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: "the config was accepted" });
}

function lineOf({ code, message }: AssayError): string {
  const line = `error[${code}]: ${message}`;
  assert.doesNotMatch(line, /[\n\r]|undefined|\[object|\.\.$/);
  return line;
}
