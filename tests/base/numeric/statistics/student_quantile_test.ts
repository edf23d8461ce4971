import assert from "node:assert/strict";
import { normalQuantile } from "../../../../src/base/numeric/statistics/normal_distribution.ts";
import { studentQuantile } from "../../../../src/base/numeric/statistics/student_quantile.ts";

/** [degrees, 80 % point, 97.5 % point] by SciPy 1.17.1 (`t.ppf`). */
const QUANTILES: readonly (readonly [number, number, number])[] = [
  [1, 1.3763819204711738, 12.706204736174694],
  [2, 1.0606601717798214, 4.302652729749462],
  [3, 0.9784723123633042, 3.1824463052837078],
  [17, 0.863279017420053, 2.1098155778333156],
  [18, 0.8620486679895989, 2.1009220402410382],
  [999, 0.8419811822589467, 1.9623414611334493],
];

Deno.test("quantiles equal SciPy's, for odd and even degrees, on either side of zero", () => {
  for (const [degrees, eighty, ninetySeven] of QUANTILES) {
    assert.ok(Math.abs(studentQuantile(0.8, degrees) / eighty - 1) < 1e-12, `${degrees}`);
    assert.ok(Math.abs(studentQuantile(0.975, degrees) / ninetySeven - 1) < 1e-12, `${degrees}`);
    assert.ok(Math.abs(studentQuantile(0.025, degrees) / ninetySeven + 1) < 1e-12, `${degrees}`);
  }
});

Deno.test("with many degrees the quantiles are the normal ones", () => {
  assert.ok(Math.abs(studentQuantile(0.9, 20000) - normalQuantile(0.9)) < 1e-4);
});

Deno.test("other shares and degrees are refused", () => {
  for (const share of [0, 1, -0.5, NaN]) {
    assert.throws(() => studentQuantile(share, 5), RangeError);
  }
  for (const degrees of [0, 1.5, NaN]) {
    assert.throws(() => studentQuantile(0.9, degrees), RangeError);
  }
});
