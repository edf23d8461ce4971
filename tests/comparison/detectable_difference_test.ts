import assert from "node:assert/strict";
import { detectableDifference } from "../../src/comparison/detectable_difference.ts";
import { itemMean } from "../../src/metrics/item_mean.ts";

Deno.test("of a mean over groups of one it is (t₀.₉₇₅ + t₀.₈) · s/√n", () => {
  const values = Float64Array.from({ length: 18 }, (_, k) => Math.sin(7 * k));
  const groups = Array.from(values, (_, k) => `${k}`);
  const mean = values.reduce((sum, v) => sum + v, 0) / 18;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 17);
  const expected = (2.1098155778333156 + 0.863279017420053) * spread / Math.sqrt(18);
  const { value } = detectableDifference(itemMean(values), groups);
  assert.ok(value !== null && Math.abs(value / expected - 1) < 1e-12);
});

Deno.test("copies inside groups do not make smaller differences visible", () => {
  const values = Float64Array.from({ length: 12 }, (_, k) => Math.cos(5 * k));
  const copies = Float64Array.from({ length: 48 }, (_, k) => values[k >> 2]);
  const alone = detectableDifference(itemMean(values), Array.from(values, (_, k) => `${k}`));
  const copied = detectableDifference(itemMean(copies), Array.from(copies, (_, k) => `${k >> 2}`));
  assert.ok(Math.abs(alone.value! - copied.value!) < 1e-12);
});

Deno.test("too few groups, no difference anywhere, or no value: null and the reason", () => {
  const few = itemMean(Float64Array.of(0.1, 0.2, 0.3));
  assert.match(detectableDifference(few, ["a", "b", "c"]).reason ?? "", /fewer than six groups/);
  const groups = ["a", "b", "c", "d", "e", "f"];
  const same = itemMean(new Float64Array(6));
  assert.match(detectableDifference(same, groups).reason ?? "", /the same whichever/);
  const never = () => ({ value: null, reason: "none is labelled FAKE" }) as const;
  assert.match(detectableDifference(never, groups).reason ?? "", /FAKE/);
});
