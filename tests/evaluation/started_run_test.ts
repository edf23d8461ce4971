import { doesNotThrow, throws } from "node:assert/strict";
import { requireSameConfig } from "../../src/evaluation/started_run.ts";
import { load } from "../config/config_text.ts";

Deno.test("a config that is given again must be the run's, also in what it slices by", () => {
  const BODY = { variants: { reference: {} } };
  const started = load(BODY);
  doesNotThrow(() => requireSameConfig(started, load(BODY)));
  const others = [{ slices: ["method"] }, { slices: [] }, { gates: { drift: false } }];
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
