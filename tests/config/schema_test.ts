import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evalJsonSchema } from "../../src/config/schema.ts";
import { PARAMETER_NAMES } from "../../src/config/variant.ts";
import { projectRoot } from "../../src/platform/files/project.ts";

Deno.test("eval.schema.json is the schema (else run tests/config/write_schema.ts)", () => {
  const committed = readFileSync(join(projectRoot(), "eval.schema.json"), "utf8");
  assert.deepEqual(JSON.parse(committed), JSON.parse(JSON.stringify(evalJsonSchema())));
});

Deno.test("editors are told every parameter, and that there are no others", () => {
  const { properties } = evalJsonSchema() as {
    properties: Record<"variants" | "sweep", {
      properties: object;
      additionalProperties: { properties: object; additionalProperties: boolean };
      minProperties: number;
    }>;
  };
  const variant = properties.variants.additionalProperties;
  assert.deepEqual(Object.keys(variant.properties), ["preset", ...PARAMETER_NAMES]);
  assert.equal(variant.additionalProperties, false);
  assert.deepEqual(Object.keys(properties.sweep.properties), PARAMETER_NAMES);
  assert.equal(properties.sweep.minProperties, 1);
});
