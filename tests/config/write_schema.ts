/** Writes `eval.schema.json` anew after a change of the config's schema. */
import { join } from "node:path";
import { evalJsonSchema } from "../../src/config/schema.ts";
import { projectRoot } from "../../src/platform/files/project.ts";

const path = join(projectRoot(), "eval.schema.json");
await Deno.writeTextFile(path, `${JSON.stringify(evalJsonSchema(), null, 2)}\n`);
