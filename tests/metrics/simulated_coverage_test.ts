import { equal, match, ok } from "node:assert/strict";
import {
  coverageText,
  COVERED_METRICS,
  SIMULATED_COVERAGE,
  simulatedCoverage,
} from "../../src/metrics/simulated_coverage.ts";

Deno.test("with few groups the coverage is said that simulation gives, with many nothing", () => {
  match(coverageText(4) ?? "", /^nominal 95 %, about 87 % with 4 groups$/);
  ok(simulatedCoverage(4)! < 0.9);
  for (const groups of [0, 1, 12, 13, 500]) {
    equal(coverageText(groups), null);
    equal(simulatedCoverage(groups), null);
  }
});

Deno.test("the table has every number of groups from 2 to 12, and a share of each metric", () => {
  equal(Object.keys(SIMULATED_COVERAGE).join(), "2,3,4,5,6,7,8,9,10,11,12");
  for (const shares of Object.values(SIMULATED_COVERAGE)) {
    equal(Object.keys(shares).join(), COVERED_METRICS.join());
    for (const share of Object.values(shares)) ok(share > 0.8 && share < 1);
  }
});
