import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evalJsonSchema } from "../../src/config/schema.ts";
import { PARAMETER_NAMES } from "../../src/config/variant.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import { callCopy, copyCheckout } from "../pipeline/copied_checkout.ts";

Deno.test("eval.schema.json is the config's schema", () => {
  const committed = readFileSync(join(projectRoot(), "eval.schema.json"), "utf8");
  const current = `${JSON.stringify(evalJsonSchema(), null, 2)}\n`;
  assert.ok(committed === current, "eval.schema.json is out of date: run `deno task schema`");
});

Deno.test("the task schema writes eval.schema.json anew", () =>
  inFolder(async (folder) => {
    copyCheckout(folder, ["tests/config/write_schema.ts"]);
    await Deno.writeTextFile(join(folder, "eval.schema.json"), "{}");
    const { code, stderr } = await callCopy(folder, ["tests/config/write_schema.ts"], {
      task: "schema",
    });
    assert.equal(code, 0, stderr);
    assert.equal(
      readFileSync(join(folder, "eval.schema.json"), "utf8"),
      readFileSync(join(projectRoot(), "eval.schema.json"), "utf8"),
    );
  }));

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
