import { counted } from "../../base/text/counted.ts";
import type { ParetoEntry, RunSummary } from "../../records/summary.ts";

type Summary = Pick<RunSummary, "pareto">;

/** Names of all variants that are part of an entry of the Pareto front. */
export function namesOnFront({ pareto: { entries } }: Summary): ReadonlySet<string> {
  return new Set(entries.flatMap(({ name, otherSeeds, equal }) => [name, ...otherSeeds, ...equal]));
}

/** What else an entry stands for: `mean of 3 seeds; 14 equal`; empty: nothing else. */
export function entryNote({ otherSeeds, equal }: ParetoEntry): string {
  return [
    ...(otherSeeds.length === 0 ? [] : [`mean of ${otherSeeds.length + 1} seeds`]),
    ...(equal.length === 0 ? [] : [`and ${equal.length} equal`]),
  ].join(", ");
}

/** What a reader must know of the Pareto front, one sentence each. */
export function frontNotes({ pareto }: Summary): readonly string[] {
  const { entries, lossNoise, timeNoise, incomplete } = pareto;
  return [
    "No other variant is better in time or log loss without being worse in the other.",
    `Times within ${100 * timeNoise} % (assumed) and log losses within ${
      Number(lossNoise.toPrecision(2))
    } ` +
    "count as equal: such variants are one entry, named for the fastest.",
    ...entries.some(({ otherSeeds }) => otherSeeds.length > 0)
      ? ["Variants that differ in the seed alone are one entry, with their means."]
      : [],
    ...incomplete.length === 0 ? [] : [
      `${
        counted(incomplete.length, "variant")
      } that scored fewer videos than the most complete one ` +
      `${incomplete.length === 1 ? "is" : "are"} left out.`,
    ],
    "Whether two of them differ significantly is another question, which the comparison answers.",
  ];
}
