// Prints the key and digest of each stage of one small reference run: `print_stages.ts VIDEO FOLDER`. Tests
// start it in copies of the source, whose stage versions count as they do in a run.
import { stageVersions } from "../../src/pipeline/stage_versions.ts";
import { projectRoot } from "../../src/runtime/project.ts";
import { context, variant } from "./example_plan.ts";
import { executed, stagesOf } from "./executed.ts";
import { tinyModels } from "./tiny_models.ts";

const [video, folder] = Deno.args;
const record = await executed(video, [variant("reference", { frames: 3 })], {
  ...context,
  versions: await stageVersions(projectRoot(), []),
  models: await tinyModels(folder),
});
console.log(JSON.stringify(stagesOf(record, "reference")));
