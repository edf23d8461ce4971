import { listed, quotedNames } from "../../base/text/listed.ts";
import type { ParameterTable } from "../../stages/parameter.ts";
import { PARAMETER_TABLE } from "../../stages/parameters.ts";
import type { Plan, PlannedVariant } from "./plan.ts";

/** Variants with equal work, and hence equal results. */
export interface SameWork {
  /** Names of the variants, in config order; at least two. */
  readonly variants: readonly string[];
  /** Parameters in which they differ, without effect, in the order of the pipeline. */
  readonly without: readonly string[];
}

/**
 * Finds variants of a plan with equal work: all six keys and the parameters of metrics are equal.
 * @param table all parameters
 */
export function sameWork(plan: Plan, table: ParameterTable = PARAMETER_TABLE): readonly SameWork[] {
  const ofMetrics = Object.keys(table).filter((name) => table[name]!.stage === null);
  const groups = Map.groupBy(plan.variants, (planned) => {
    const settings = settingsOf(planned);
    return JSON.stringify([planned.keys, ofMetrics.map((name) => settings[name])]);
  });
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => ({
    variants: group.map(({ variant }) => variant.name),
    without: Object.keys(table).filter((name) => differ(group, name)),
  }));
}

/** Describes each group of variants with equal work in one sentence. */
export function sameWorkSentences(plan: Plan): readonly string[] {
  return sameWork(plan).map(({ variants, without }) => {
    const reason = without.length === 0
      ? "all their parameters are equal"
      : `${listed(without)} ${without.length === 1 ? "has" : "have"} no effect here`;
    return `Variants ${listed(quotedNames(variants))} do the same work: ${reason}.`;
  });
}

function differ(group: readonly PlannedVariant[], name: string): boolean {
  return new Set(group.map((planned) => JSON.stringify(settingsOf(planned)[name]))).size > 1;
}

function settingsOf({ variant }: PlannedVariant): Readonly<Record<string, unknown>> {
  return { ...variant };
}
