import { equal, throws } from "node:assert/strict";
import type { ScoreFormat } from "../../../src/stages/pooling/contract.ts";
import { ensemble } from "../../../src/stages/pooling/ensemble.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

interface Golden {
  readonly ensemble: readonly {
    readonly dtype: ScoreFormat;
    readonly modelScores: readonly number[];
    readonly result: number;
  }[];
}

Deno.test("the ensemble of one classifier is its probability", () => {
  equal(ensemble(Float64Array.of(0.375), "float16"), 0.375);
});

Deno.test("several classifiers have equal weight", () => {
  equal(ensemble(Float64Array.of(0, 0.5, 1, 1), "float32"), 0.625);
});

Deno.test("an ensemble without classifiers is an error", () => {
  throws(() => ensemble(new Float64Array(0), "float32"), RangeError);
});

sharedTest("the ensemble equals NumPy's mean, to the last bit", () => {
  const golden = sharedJson<Golden>("golden", "strategy.json").ensemble;
  equal(golden.length, 15);
  for (const { dtype, modelScores, result } of golden) {
    equal(ensemble(Float64Array.from(modelScores), dtype), result);
  }
});
