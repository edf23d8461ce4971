import { equal, ok, throws } from "node:assert/strict";
import { chooseRidge, type GroupedRows } from "../../src/demo/ridge_choice.ts";

const noise = (i: number) => {
  const value = Math.sin(i * 12.9898) * 43758.5453;
  return value - Math.floor(value) - 0.5;
};

/** Ten groups of six rows. In the first column the label shows; the others are the group's own. */
function sample(signal: number): GroupedRows {
  const groups = Array.from({ length: 60 }, (_, i) => `group ${i % 10}`);
  const labels = Uint8Array.from({ length: 60 }, (_, i) => i < 30 ? 1 : 0);
  const rows = groups.map((_, i) =>
    Float64Array.from(
      { length: 12 },
      (_, column) => column === 0 ? signal * (labels[i]! - 0.5) + noise(i) : noise(i % 10 + column),
    )
  );
  return { rows, labels, groups };
}

Deno.test("a weak ridge is chosen for informative data, a strong one for noise", () => {
  const options = { ridges: [0.001, 100], folds: 5 };
  equal(chooseRidge(sample(3), options).ridge, 0.001);
  equal(chooseRidge(sample(0), options).ridge, 100);
});

Deno.test("a group is never evaluated by a fit that includes it", () => {
  // Every group has its own column that shows its label: of no use for groups left out.
  const groups = Array.from({ length: 40 }, (_, i) => `group ${i % 8}`);
  const labels = Uint8Array.from(groups, (_, i) => i % 8 < 4 ? 1 : 0);
  const rows = groups.map((_, i) =>
    Float64Array.from({ length: 8 }, (_, column) => column === i % 8 ? 1 : 0)
  );
  const { logLoss } = chooseRidge({ rows, labels, groups }, { ridges: [0.001], folds: 8 });
  ok(logLoss > Math.LN2);
});

Deno.test("more folds than groups are refused", () => {
  throws(() => chooseRidge(sample(1), { ridges: [1], folds: 11 }), RangeError);
});
