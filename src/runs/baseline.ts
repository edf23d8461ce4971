import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { valuesOf } from "../records/coded_column.ts";
import type { Anchor } from "../records/anchor.ts";
import type { KnownNoise } from "../records/comparison.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { counted } from "../base/text/counted.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { Acceptance } from "../records/gate_verdict.ts";
import type { RunManifest } from "../records/manifest.ts";
import { BASELINE_NAME, isBaselineFile } from "../base/text/name_rules.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { readTextFileSync, requireOwnFileSync } from "../platform/files/regular_file.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { inheritedAnchors, restoredAnchor } from "./baseline_anchors.ts";
import { type BaselineContent, baselineContent, baselineRun } from "./baseline_content.ts";

/** An accepted run, as stored in its file. */
export interface Baseline {
  readonly run: ComparableRun;
  readonly accepted: Acceptance;
  /** Noise floor of the run when it was accepted; `null`: not measured. */
  readonly noise: KnownNoise | null;
  /** The oldest accepted baseline of its name and what later ones added, oldest first; empty: it is the first. */
  readonly anchors: readonly Anchor[];
}

export interface AcceptOptions {
  /** Folder of baselines. */
  readonly folder: string;
  readonly name: string;
  readonly reason: string;
  readonly acceptedAt: Date;
  /** Noise floor of the run; `null`, or left out: not measured. */
  readonly noise?: KnownNoise | null;
  /** Whether the run becomes its own anchor, instead of keeping that of the baseline it replaces. */
  readonly resetAnchor?: boolean;
}

/** A baseline that was written. */
export interface WrittenBaseline {
  readonly path: string;
  /** Acceptance of the baseline it replaced; `null`: none, or it was not readable and the anchor was reset. */
  readonly replaced: Acceptance | null;
  /** When and why the anchor was accepted that later runs are judged against too; `null`: the run is the anchor. */
  readonly anchor: Acceptance | null;
}

const ENDING = ".json";

/** Path of a baseline's file, from its name, or from a path that has a folder or ends in `.json`. */
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
 * Writes a run as a baseline, `NAME.json`, atomically, replacing an earlier one of that name.
 * @param options `name` and `reason` as the flags of `check` allow them
 * @throws AssayError NOTHING_SCORED (exit code 3), or if the baseline that it replaces cannot be read, unless
 * `resetAnchor` is set
 */
export function writeBaseline(run: ComparableRun, options: AcceptOptions): WrittenBaseline {
  const { name, reason: why } = options;
  if (!BASELINE_NAME.pattern.test(name)) {
    throw new RangeError(`${name} is not a name of a baseline`);
  }
  if (why.trim() === "") throw new RangeError("a baseline needs a reason");
  requireScores(run);
  const path = baselinePath(options.folder, name);
  const { noise = null, resetAnchor = false } = options;
  const replaced = replacedBaseline(path, resetAnchor);
  const anchors = replaced === null || resetAnchor ? [] : inheritedAnchors(replaced);
  const { manifest } = run;
  const accepted: Acceptance = {
    when: options.acceptedAt.toISOString(),
    why,
    commit: manifest.versions.assay,
    environment: environmentOf(manifest),
  };
  const content = baselineContent(run, { name, accepted, noise, anchors });
  makeFolder(options.folder);
  requireOwnFileSync(path);
  writeAtomically(path, [textOf({ ...content, sha256: hashOf(content) })]);
  const anchor = anchors[0]?.accepted ?? null;
  return { path, replaced: replaced?.accepted ?? null, anchor };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw usageError("BASELINES_NOT_WRITABLE", {
      what: `${path} cannot be created`,
      remedy: "Make the folder for baselines writable",
      cause,
    });
  }
}

/** Requires scores, since a baseline without any would let everything pass. */
function requireScores({ name, variants }: ComparableRun): void {
  if (variants.some(({ statuses }) => valuesOf(statuses).some((status) => status === "ok"))) return;
  throw inputError("NOTHING_SCORED", {
    what: `no video was scored in ${name}`,
    remedy: "Accept a run with scored videos; see the reasons in predictions.csv",
  });
}

function environmentOf(
  { versions, host, execution, imported }: RunManifest,
): Acceptance["environment"] {
  if (imported !== undefined) return { scores: `imported, sha256 ${imported.sha256}` };
  return {
    provider: execution.device === null ? execution.used : `${execution.used}, ${execution.device}`,
    cpu: `${host.cpu}, ${counted(host.cores, "core")}`,
    os: `${host.os} ${host.architecture}`,
    deno: versions.deno,
    onnxRuntime: versions.onnxRuntime,
    ffmpeg: versions.ffmpeg,
  };
}

/** The baseline to replace, which has the anchor; `null`: there is none, or a damaged one that does not matter. */
function replacedBaseline(path: string, resetAnchor: boolean): Baseline | null {
  if (!existsSync(path)) return null;
  try {
    return readBaseline(path);
  } catch (error) {
    if (error instanceof AssayError && resetAnchor) return null;
    throw error;
  }
}

/**
 * Reads a baseline and verifies that it has not changed since it was accepted.
 * @throws AssayError (exit code 3): BASELINE_NOT_READ, BASELINE_VERSION, BASELINE_CHANGED
 */
export function readBaseline(path: string): Baseline {
  const { sha256, ...content } = parsedFile(path);
  if (content.schemaVersion !== 1) {
    throw inputError("BASELINE_VERSION", {
      what: `${path} has schema version ${content.schemaVersion}, not 1`,
      remedy:
        "Check with the version of Assay that wrote it, or accept a new run with --reset-anchor",
    });
  }
  if (sha256 !== hashOf(content)) throw changed(path);
  try {
    const { accepted, noise = null, anchors = [] } = content;
    const run = baselineRun(content);
    return { run, accepted, noise, anchors: anchors.map((one) => restoredAnchor(one, run)) };
  } catch (cause) {
    throw changed(path, cause);
  }
}

function parsedFile(path: string): BaselineContent & { readonly sha256: string } {
  try {
    const value: unknown = JSON.parse(readTextFileSync(path));
    if (typeof value !== "object" || value === null) throw new TypeError("not a JSON object");
    if (!("kind" in value) || value.kind !== "assay baseline") {
      throw new TypeError("not a baseline");
    }
    return value as BaselineContent & { sha256: string };
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const isThere = existsSync(path);
    const nearest = isThere ? undefined : nearestName(nameOf(path), baselineNames(dirname(path)));
    throw inputError(isThere ? "BASELINE_NOT_READ" : "BASELINE_MISSING", {
      what: isThere ? `${path} is not a baseline` : `there is no baseline at ${path}`,
      remedy: nearest !== undefined
        ? `Did you mean "${nearest}"?`
        : `Accept a finished run: deno task check --run DIR --accept NAME --reason TEXT${
          isThere ? " --reset-anchor" : ""
        }`,
      cause,
    });
  }
}

function nameOf(path: string): string {
  return basename(path, ENDING);
}

function changed(path: string, cause?: unknown): AssayError {
  return inputError("BASELINE_CHANGED", {
    what: `${path} was changed after it was accepted: its content does not match its hash`,
    remedy: "Restore the file from version control, or accept a run again with --reset-anchor",
    cause,
  });
}

/** Hash of the values, so that a formatter may change white space. */
function hashOf(content: BaselineContent): string {
  return sha256Hex(JSON.stringify(content));
}

/** JSON with a line for each fact, column and variant, so that diffs are readable. */
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
