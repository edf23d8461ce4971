import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { valuesOf } from "../records/coded_column.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { counted } from "../base/text/counted.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { Acceptance } from "../records/gate_verdict.ts";
import type { RunManifest } from "../records/manifest.ts";
import { BASELINE_NAME, isBaselineFile } from "../base/text/name_rules.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { type BaselineContent, baselineContent, baselineRun } from "./baseline_content.ts";

/** An accepted run, as its file has it. */
export interface Baseline {
  readonly run: ComparableRun;
  readonly accepted: Acceptance;
}

export interface AcceptOptions {
  /** Where baselines lie. */
  readonly folder: string;
  readonly name: string;
  readonly reason: string;
  readonly acceptedAt: Date;
}

/** A baseline that was written. */
export interface WrittenBaseline {
  readonly path: string;
  /** What lay there before; `null`: nothing, or nothing that could be read. */
  readonly replaced: Acceptance | null;
}

const ENDING = ".json";

/** The file of a baseline, by its name or, where that has a folder in it or ends in `.json`, by its path. */
export function baselinePath(folder: string, nameOrFile: string): string {
  return isBaselineFile(nameOrFile) ? nameOrFile : join(folder, `${nameOrFile}${ENDING}`);
}

/** Names of the baselines in a folder. */
export function baselineNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((entry) => entry.endsWith(ENDING))
    .map((entry) => entry.slice(0, -ENDING.length));
}

/**
 * Makes a run a baseline: `NAME.json`, whole or not at all, in place of an earlier one of that name.
 * @param options `name` and `reason` as the flags of `check` allow them
 * @throws AssayError NOTHING_SCORED (exit code 3)
 */
export function writeBaseline(run: ComparableRun, options: AcceptOptions): WrittenBaseline {
  const { name, reason: why } = options;
  if (!BASELINE_NAME.pattern.test(name)) throw new RangeError(`${name} names no baseline`);
  if (why.trim() === "") throw new RangeError("a baseline needs a reason");
  requireScores(run);
  const path = baselinePath(options.folder, name);
  const replaced = acceptanceAt(path);
  const { manifest } = run;
  const accepted: Acceptance = {
    when: options.acceptedAt.toISOString(),
    why,
    commit: manifest.versions.assay,
    environment: environmentOf(manifest),
  };
  const content = baselineContent(run, { name, accepted });
  makeFolder(options.folder);
  writeAtomically(path, [textOf({ ...content, sha256: hashOf(content) })]);
  return { path, replaced };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw usageError("BASELINES_NOT_WRITABLE", {
      what: `${path} cannot be made`,
      remedy: "See that the folder for baselines can be written",
      cause,
    });
  }
}

/** A baseline without a single score would let everything pass. */
function requireScores({ name, variants }: ComparableRun): void {
  if (variants.some(({ statuses }) => valuesOf(statuses).some((status) => status === "ok"))) return;
  throw inputError("NOTHING_SCORED", {
    what: `no video was scored in ${name}`,
    remedy: "Accept a run that scored some; its predictions.csv says why this one did not",
  });
}

function environmentOf({ versions, host, execution }: RunManifest): Acceptance["environment"] {
  return {
    provider: execution.device === null ? execution.used : `${execution.used}, ${execution.device}`,
    cpu: `${host.cpu}, ${counted(host.cores, "core")}`,
    os: `${host.os} ${host.architecture}`,
    deno: versions.deno,
    onnxRuntime: versions.onnxRuntime,
    ffmpeg: versions.ffmpeg,
  };
}

/** What is to be replaced; a broken file is nothing to keep. */
function acceptanceAt(path: string): Acceptance | null {
  if (!existsSync(path)) return null;
  try {
    return readBaseline(path).accepted;
  } catch (error) {
    if (error instanceof AssayError) return null;
    throw error;
  }
}

/**
 * Reads a baseline and proves that it is as it was when it was accepted.
 * @throws AssayError (exit code 3): BASELINE_NOT_READ, BASELINE_VERSION, BASELINE_CHANGED
 */
export function readBaseline(path: string): Baseline {
  const { sha256, ...content } = parsedFile(path);
  if (content.schemaVersion !== 1) {
    throw inputError("BASELINE_VERSION", {
      what: `${path} has schema version ${content.schemaVersion}, not 1`,
      remedy: "Check with the version of Assay that wrote it, or accept a new run",
    });
  }
  if (sha256 !== hashOf(content)) throw changed(path);
  try {
    return { run: baselineRun(content), accepted: content.accepted };
  } catch (cause) {
    throw changed(path, cause);
  }
}

function parsedFile(path: string): BaselineContent & { readonly sha256: string } {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null) throw new TypeError("not a JSON object");
    if (!("kind" in value) || value.kind !== "assay baseline") throw new TypeError("no baseline");
    return value as BaselineContent & { sha256: string };
  } catch (cause) {
    const isThere = existsSync(path);
    const nearest = isThere ? undefined : nearestName(nameOf(path), baselineNames(dirname(path)));
    throw inputError(isThere ? "BASELINE_NOT_READ" : "BASELINE_MISSING", {
      what: isThere ? `${path} is not a baseline` : `there is no baseline at ${path}`,
      remedy: nearest !== undefined
        ? `Did you mean "${nearest}"?`
        : "Make one of a finished run: deno task check --run DIR --accept NAME --reason TEXT",
      cause,
    });
  }
}

function nameOf(path: string): string {
  return basename(path, ENDING);
}

function changed(path: string, cause?: unknown): AssayError {
  return inputError("BASELINE_CHANGED", {
    what: `${path} is not as it was accepted: its content does not fit the hash in it`,
    remedy: "Bring the accepted file back from version control, or accept a run again",
    cause,
  });
}

/** Over the values, so that a formatter may change the white space. */
function hashOf(content: BaselineContent): string {
  return sha256Hex(JSON.stringify(content));
}

/** JSON with a line for each fact, column and variant, so that a difference between two is readable. */
function textOf(content: object): string {
  return `${block(content, 2)}\n`;
}

function block(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null || depth === 0) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0 || value.some((item) => typeof item !== "object" || item === null)) {
      return JSON.stringify(value);
    }
    return `[\n${value.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
  }
  const lines = Object.entries(value).map(([key, inner]) =>
    `${JSON.stringify(key)}: ${block(inner, depth - 1)}`
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}
