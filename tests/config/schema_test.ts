import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evalJsonSchema } from "../../src/config/schema.ts";
import { cardJsonSchema } from "../../src/stages/classifiers/model_card_schema.ts";
import { PARAMETER_NAMES } from "../../src/config/variant.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import { callCopy, copyCheckout } from "../pipeline/copied_checkout.ts";

const SCHEMAS: Readonly<Record<string, object>> = {
  "eval.schema.json": evalJsonSchema(),
  "card.schema.json": cardJsonSchema(),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  Deno.test(`${name} is current`, () => {
    const committed = readFileSync(join(projectRoot(), name), "utf8");
    const current = `${JSON.stringify(schema, null, 2)}\n`;
    assert.ok(committed === current, `${name} is out of date: run \`deno task schema\``);
  });
}

Deno.test("the task schema writes both schemas anew", () =>
  inFolder(async (folder) => {
    copyCheckout(folder, ["tests/config/write_schema.ts"]);
    for (const name of Object.keys(SCHEMAS)) await Deno.writeTextFile(join(folder, name), "{}");
    const { code, stderr } = await callCopy(folder, ["tests/config/write_schema.ts"], {
      task: "schema",
    });
    assert.equal(code, 0, stderr);
    for (const name of Object.keys(SCHEMAS)) {
      assert.equal(
        readFileSync(join(folder, name), "utf8"),
        readFileSync(join(projectRoot(), name), "utf8"),
      );
    }
  }));

Deno.test("editors are told every field of a card, and that none is required of a card for import", () => {
  const { properties, additionalProperties, required } = cardJsonSchema() as {
    properties: Record<string, { properties?: object }>;
    additionalProperties: boolean;
    required?: readonly string[];
  };
  for (const key of ["$schema", "name", "input", "output", "trainedOn", "limits"]) {
    assert.ok(key in properties, key);
  }
  assert.ok("mean" in properties.input!.properties!);
  assert.equal(additionalProperties, false);
  assert.equal(required, undefined);
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
