import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";

/**
 * A run that never took place, in which one variant scored only the first videos, and the others score worse than 0.5.
 * @param options `scored`: how many videos it scored
 */
export function failingRun(failing: string, { scored }: { readonly scored: number }): FakeRun {
  const run = fakeRun();
  const records = run.records.map((record, place) => ({
    ...record,
    variants: record.variants.map((verdict) => {
      if (verdict.variant === failing && place >= scored) {
        return { ...verdict, probability: 0.5, status: "failed", fallback: "error" } as const;
      }
      // Confident and wrong now and then, so that 0.5 for everything has the lower log loss.
      return place % 3 === 0 && verdict.variant !== failing
        ? { ...verdict, probability: record.label === "FAKE" ? 0.002 : 0.998 }
        : verdict;
    }),
  }));
  return { ...run, records };
}
