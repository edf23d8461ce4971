import { deepEqual as same, equal } from "node:assert/strict";
import type { RunManifest } from "../../src/records/manifest.ts";
import { recordedConfig } from "../../src/evaluation/started_run.ts";
import { variant } from "../pipeline/example_plan.ts";

function recorded(variants: readonly unknown[]) {
  const manifest = { config: { dataset: "demo", variants } } as unknown as RunManifest;
  return recordedConfig(manifest);
}

Deno.test("a config that was recorded before a parameter existed has its value in `reference`", () => {
  const { fit: _, align: __, ...old } = variant("old", { margin: 0.2 });
  const [completed] = recorded([old]).variants;
  same({ ...completed }, variant("old", { margin: 0.2 }));
});

Deno.test("a complete config is taken as it was recorded", () => {
  const variants = [variant("one"), variant("two", { fit: "square" })];
  equal(JSON.stringify(recorded(variants).variants), JSON.stringify(variants));
});
