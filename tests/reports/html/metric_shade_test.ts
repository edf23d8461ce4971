import { deepEqual as same, equal } from "node:assert/strict";
import { shadeOf, shadeScale } from "../../../src/reports/html/metric_shade.ts";

Deno.test("shades go from the best value to chance and beyond, whichever direction is better", () => {
  const auc = { name: "auc", direction: "higher" } as const;
  same([1, 0.95, 0.75, 0.5, 0.2].map((value) => shadeOf(value, auc)), [
    ...["shade-g3", "shade-g3", "shade-0", "shade-b3", "shade-b3"],
  ]);
  const logLoss = { name: "logLoss", direction: "lower" } as const;
  same([0, 0.3, Math.LN2, 9].map((value) => shadeOf(value, logLoss)), [
    ...["shade-g3", "shade-g1", "shade-b2", "shade-b3"],
  ]);
});

Deno.test("a value at which a shade begins has that shade", () => {
  for (const name of ["logLoss", "brier", "eer", "another"]) {
    const metric = { name, direction: "lower" } as const;
    for (const { shade, text } of shadeScale(metric)) {
      equal(shadeOf(Number(text) + 0.006, metric), shade, `${name} ${text}`);
    }
  }
});
