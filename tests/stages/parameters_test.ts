import { deepEqual as same, equal, ok } from "node:assert/strict";
import { STAGES } from "../../src/records/run_result.ts";
import { type ParameterEntry, PRESET_NAMES } from "../../src/stages/parameter.ts";
import { PARAMETER_TABLE } from "../../src/stages/parameters.ts";

const ENTRIES = Object.entries<ParameterEntry>(PARAMETER_TABLE);

Deno.test("every parameter is described, and its presets keep to its schema", () => {
  for (const [name, { schema, presets }] of ENTRIES) {
    ok((schema.description ?? "").length > 10, name);
    if (presets === null) continue;
    for (const preset of PRESET_NAMES) {
      const value: unknown = presets[preset];
      if (value !== undefined) same(schema.parse(value), value, `${name} of ${preset}`);
    }
  }
});

Deno.test("parameters are in the order of the stages, those of metrics last", () => {
  const places = ENTRIES.map(([, { stage }]) =>
    stage === null ? STAGES.length : STAGES.indexOf(stage)
  );
  same(places, places.toSorted((a, b) => a - b));
});

Deno.test("no two parameters have the same label, so that names are unambiguous", () => {
  const labels = ENTRIES.filter(([, { label, alwaysNamed }]) => label !== "" && !alwaysNamed)
    .map(([, { label }]) => label);
  equal(new Set(labels).size, labels.length, labels.join());
});
