import type { ParameterName, PartParameters } from "./parameters.ts";

/**
 * An interchangeable piece of the pipeline, which says what its output depends on. It is given these parameters
 * and no others; the keys of its stage, the work that variants share, and names in tables are derived from it.
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
  /** The parameters that it reads, of any stage. */
  readonly reads: readonly Name[];
  /**
   * Those of them that have no effect under these values: variants that differ in nothing else share the work, and
   * reading them is an error. Left out: each always has its effect.
   */
  ignores?(parameters: Pick<PartParameters, Name>): readonly NoInfer<Name>[];
}

/** A part that may load files. */
export interface LoadingPart<Name extends ParameterName = ParameterName> extends Part<Name> {
  /** The files that it loads, by their path under `models/`; their contents count into the stage's key. */
  readonly files?: readonly string[];
}

/** The parameters that a list of names stands for. */
export type Reads<Names extends readonly ParameterName[]> = Pick<PartParameters, Names[number]>;
