import { deepEqual as same, equal } from "node:assert/strict";
import { type Stage, STAGES } from "../../../src/records/run_result.ts";
import type { VariantColumns } from "../../../src/runs/run_columns.ts";
import { variantTiming } from "../../../src/analysis/summary/variant_timing.ts";

/** Columns of four videos; NaN: from the stage cache. */
function columns(detect: readonly number[], total: readonly number[]): VariantColumns {
  const ofStage = (stage: Stage) => stage === "detect" ? detect : [1, 2, 3, 4];
  return {
    stageMs: STAGES.map((stage) => Float32Array.from(ofStage(stage))),
    totalMs: Float32Array.from(total),
    sharedBy: new Uint32Array(STAGES.length).fill(1),
    modes: { attributed: 2, isolated: 0, cached: 2 },
  } as unknown as VariantColumns;
}

Deno.test("what came from the cache is in no median, sum or count", () => {
  const timing = variantTiming(columns([NaN, 10, NaN, 30], [NaN, 100, NaN, 300]));
  const { stage: _, sharedBy: __, ...detect } = timing.stages[2]!;
  same(detect, { videos: 2, medianMs: 20, totalMs: 40 });
  same(timing.stages[4]!.medianMs, 2.5);
  equal(timing.stages[4]!.videos, 4);
  same([timing.videos, timing.medianMs, timing.totalMs], [2, 200, 400]);
});

Deno.test("where all came from the cache there is no median", () => {
  const { medianMs, totalMs, videos } = variantTiming(columns([1, 1, 1, 1], Array(4).fill(NaN)));
  same([videos, medianMs, totalMs], [0, null, 0]);
});
