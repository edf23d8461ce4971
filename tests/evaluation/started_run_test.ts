import { deepEqual as same, doesNotThrow, equal, throws } from "node:assert/strict";
import type { RunManifest } from "../../src/records/manifest.ts";
import { recordedConfig, requireSameConfig } from "../../src/evaluation/started_run.ts";
import { DEFAULT_GATES } from "../../src/config/gates.ts";
import { load } from "../config/config_text.ts";
import { variant } from "../pipeline/example_plan.ts";

function recorded(variants: readonly unknown[], gates: object = {}) {
  const manifest = { config: { dataset: "demo", variants, gates } } as unknown as RunManifest;
  return recordedConfig(manifest);
}

Deno.test("a config that was recorded before a parameter existed has its value in `reference`", () => {
  const { fit: _, align: __, ...old } = variant("old", { margin: 0.2 });
  const [completed] = recorded([old]).variants;
  same({ ...completed }, variant("old", { margin: 0.2 }));
});

Deno.test("gates that were recorded before a limit existed have its default, and stay off where they were", () => {
  const { sample, decode, detect, crop } = DEFAULT_GATES.digests!;
  const limits = {
    logLoss: { maxIncrease: 0.02 },
    auc: null,
    drift: { maxChange: 0.05, maxShare: 0 },
  };
  const slices = { tags: null, ...limits, coverage: null };
  const { gates } = recorded([], { ...limits, digests: { sample, decode, detect, crop }, slices });
  const completed = {
    logLoss: { rule: "point", maxIncrease: 0.02 },
    ...{ auc: null, drift: { maxChange: 0.05, maxShare: 0, maxMean: 0.005 } },
  };
  same(gates, {
    ...DEFAULT_GATES,
    ...completed,
    anchor: {
      ...{ logLoss: { maxIncrease: 0.04 }, auc: null },
      drift: { maxChange: 0.1, maxShare: 0, maxMean: 0.01 },
    },
    slices: { tags: null, ...completed, coverage: null },
  });
  const whole = load({ gates: { slices: { tags: ["method"], drift: false } } }).gates;
  equal(JSON.stringify(recorded([], whole).gates), JSON.stringify(whole));
});

Deno.test("a complete config is taken as it was recorded", () => {
  const variants = [variant("one"), variant("two", { fit: "square" })];
  equal(JSON.stringify(recorded(variants).variants), JSON.stringify(variants));
});

Deno.test("a config that is given again must be the run's, also in what it slices by and resamples", () => {
  const BODY = { variants: { reference: {} } };
  const started = load(BODY);
  doesNotThrow(() => requireSameConfig(started, load(BODY)));
  const others = [
    { slices: ["method"] },
    { slices: [] },
    { independent: "group" },
    { gates: { drift: false } },
  ];
  for (const other of others) {
    throws(() => requireSameConfig(started, load({ ...BODY, ...other })), {
      code: "RESUME_DIFFERS",
    });
  }
});

Deno.test("a run of a version without slices has none named", () => {
  const { slices: _, ...older } = load({ variants: { reference: {} } });
  const recorded = older as ReturnType<typeof load>;
  doesNotThrow(() => requireSameConfig(recorded, { ...older, slices: null }));
});
