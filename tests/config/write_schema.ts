/** Writes `eval.schema.json` and `card.schema.json` anew after a change of the schemas. */
import { join } from "node:path";
import { evalJsonSchema } from "../../src/config/schema.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { cardJsonSchema } from "../../src/stages/classifiers/model_card_schema.ts";

const SCHEMAS = { "eval.schema.json": evalJsonSchema(), "card.schema.json": cardJsonSchema() };

for (const [name, schema] of Object.entries(SCHEMAS)) {
  await Deno.writeTextFile(join(projectRoot(), name), `${JSON.stringify(schema, null, 2)}\n`);
}
