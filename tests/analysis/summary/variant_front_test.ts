import assert from "node:assert/strict";
import { variantFront } from "../../../src/analysis/summary/variant_front.ts";
import type { Settings } from "../../../src/records/manifest.ts";
import { defined } from "../../../src/records/metric_value.ts";
import type { NoiseFloor } from "../../../src/records/comparison.ts";
import type { VariantSummary } from "../../../src/records/summary.ts";
import { fakeSummary } from "./fake_summary.ts";
import { videoCounts } from "./scoring_all.ts";

const [USUAL] = fakeSummary({ videos: 4, variants: { reference: {} } }).variants;

interface Made {
  readonly ms: number | null;
  readonly loss: number;
  readonly scored?: number;
  readonly parameters?: Settings;
}

function made(name: string, { ms, loss, scored = 20, parameters = { frames: ms } }: Made) {
  return {
    ...USUAL!,
    ...{ name, parameters, ...videoCounts(20, scored) },
    timing: { ...USUAL!.timing, medianMs: ms },
    metrics: { ...USUAL!.metrics, logLoss: { ...USUAL!.metrics.logLoss!, ...defined(loss) } },
  } satisfies VariantSummary;
}

function namesOf(variants: readonly VariantSummary[], noise: NoiseFloor | null = null) {
  return variantFront(variants, noise).entries.map(({ name, otherSeeds, equal }) => [
    name,
    ...otherSeeds.map((one) => `seed ${one}`),
    ...equal.map((one) => `= ${one}`),
  ]);
}

Deno.test("variants whose times and log losses differ by no more than noise are one entry", () => {
  const variants = [
    made("a", { ms: 1000, loss: 0.4 }),
    made("b", { ms: 1010, loss: 0.4003 }),
    made("slow", { ms: 1500, loss: 0.4 }),
    made("good", { ms: 2000, loss: 0.3 }),
  ];
  assert.deepEqual(namesOf(variants), [["a", "= b"], ["good"]]);
});

Deno.test("the noise floor decides which log losses are equal where it is larger", () => {
  const variants = [made("a", { ms: 1000, loss: 0.4 }), made("b", { ms: 2000, loss: 0.38 })];
  assert.deepEqual(namesOf(variants), [["a"], ["b"]]);
  const noise = {
    ...{ runs: 3, videos: [], videoBound: 0, movedVideos: 0 },
    metrics: { logLoss: { bound: 0.03 } },
  } as unknown as NoiseFloor;
  assert.deepEqual(namesOf(variants, noise), [["a"]]);
});

Deno.test("variants that differ in the seed alone are one entry with their means", () => {
  const seeded = (seed: number, jitter: number) => ({ parameters: { frames: 8, seed, jitter } });
  const variants = [
    made("one", { ms: 1000, loss: 0.3, ...seeded(1, 3) }),
    made("two", { ms: 1200, loss: 0.5, ...seeded(2, 3) }),
    made("other", { ms: 800, loss: 0.39, ...seeded(1, 0) }),
  ];
  // The luckier of the two seeds would be on the front: 0.3. Their mean is not.
  assert.deepEqual(namesOf(variants), [["other"]]);
  const [entry] = variantFront(variants.slice(0, 2), null).entries;
  assert.deepEqual([entry!.name, entry!.medianMs, entry!.logLoss], ["one", 1100, 0.4]);
  assert.deepEqual(entry!.otherSeeds, ["two"]);
});

Deno.test("a variant that scored one video fewer than the most complete one takes no part", () => {
  const variants = [
    made("whole", { ms: 1000, loss: 0.4 }),
    made("fast", { ms: 100, loss: 0.35, scored: 19 }),
  ];
  assert.deepEqual(namesOf(variants), [["whole"]]);
  assert.deepEqual(variantFront(variants, null).incomplete, ["fast"]);
  const failed = variants.map((one) => ({ ...one, ...videoCounts(20, 0) }));
  assert.deepEqual(namesOf(failed), []);
});

Deno.test("without times there is no front", () => {
  assert.deepEqual(namesOf([made("imported", { ms: null, loss: 0.4 })]), []);
});
