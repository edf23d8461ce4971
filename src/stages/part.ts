import type { ParameterName, PartParameters } from "./parameters.ts";

/**
 * An interchangeable piece of the pipeline that declares what its output depends on. It can read only these
 * parameters. The keys of its stage, the work that variants share, and names in tables are derived from it.
 * @example
 * ```ts
 * import type { Part } from "./part.ts";
 *
 * const jittered: Part<"jitter" | "seed"> = {
 *   reads: ["jitter", "seed"],
 *   ignores: ({ jitter }) => jitter === 0 ? ["seed"] : [],
 * };
 * console.log(jittered.ignores?.({ jitter: 0, seed: 7 })); // ["seed"]
 * ```
 */
export interface Part<Name extends ParameterName = ParameterName> {
  /** Parameters that it reads, of any stage. */
  readonly reads: readonly Name[];
  /**
   * Lists the parameters in `reads` that have no effect given these values. Variants that differ only in them share
   * the work, and reading them is an error. Left out: all have an effect.
   */
  ignores?(parameters: Pick<PartParameters, Name>): readonly NoInfer<Name>[];
}

/** A part that may load files. */
export interface LoadingPart<Name extends ParameterName = ParameterName> extends Part<Name> {
  /** Files that it loads, relative to `models/`; their contents are part of the stage's key. */
  readonly files?: readonly string[];
}

/** Values of the parameters in a list of names. */
export type Reads<Names extends readonly ParameterName[]> = Pick<PartParameters, Names[number]>;
