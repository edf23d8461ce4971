import type { Stage } from "../../records/run_result.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { ParameterEntry, ParameterTable } from "../../stages/parameter.ts";
import type { ParameterValues } from "../../stages/part_use.ts";

/** Options of a name. */
export interface NameOptions {
  readonly table: ParameterTable;
  /** Stage whose parameters come first in the name. */
  readonly stage: Stage;
  /** Beginning of the name; left out: the first parameter. */
  readonly head?: string;
  /** Text after the parameters that are always named. */
  readonly middle?: string;
}

/**
 * Names a piece of work: the parameters of its stage that are always named, then those of any stage that differ from
 * the preset `reference`, each with its label, in the order of the pipeline. Equal settings have equal names in every
 * run.
 * @param values only the parameters that the work depends on
 * @example
 * ```ts
 * import { PARAMETER_TABLE } from "../../stages/parameters.ts";
 * import { workName } from "./names.ts";
 *
 * const values = { faceDetector: "mtcnn", detectorScale: 0.5, minFace: 40, pyramidFactor: 0.709 };
 * console.log(workName(values, { table: PARAMETER_TABLE, stage: "detect" })); // mtcnn@0.5+min40
 * ```
 */
export function workName(values: ParameterValues, options: NameOptions): string {
  const { table, stage, head, middle } = options;
  const always: string[] = head === undefined ? [] : [head];
  const differing: string[] = [];
  for (const [name, entry] of Object.entries(table)) {
    if (!Object.hasOwn(values, name)) continue;
    const piece = entry.label + parameterText(entry, values[name]);
    if (entry.alwaysNamed && entry.stage === stage) always.push(piece);
    else if (!isReference(entry, values[name])) differing.push(piece);
  }
  if (middle !== undefined) always.push(middle);
  return [...always, ...differing].reduce((name, piece) =>
    piece.startsWith("@") ? name + piece : `${name}+${piece}`
  );
}

/** Formats a parameter's value for names and reports. */
export function parameterText(entry: ParameterEntry, value: unknown): string {
  if (entry.text) return entry.text(value);
  if (Array.isArray(value)) return value.join("/");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isReference({ presets }: ParameterEntry, value: unknown): boolean {
  return presets !== null && JSON.stringify(presets.reference) === JSON.stringify(value);
}

/**
 * Makes the names of pieces of work unique. Different pieces with the same name, as when two parameters have the same
 * label, get a part of their identity's hash appended.
 * @param identityOf gives the settings of a piece of work as text; equal identities keep equal names
 */
export function withDistinctNames<Work extends { readonly name: string }>(
  works: readonly Work[],
  identityOf: (work: Work) => string,
): readonly Work[] {
  const identities = Map.groupBy(works, ({ name }) => name);
  return works.map((work) => {
    const namesakes = new Set(identities.get(work.name)!.map(identityOf));
    if (namesakes.size === 1) return work;
    return { ...work, name: `${work.name}~${sha256Hex(identityOf(work)).slice(0, 8)}` };
  });
}
