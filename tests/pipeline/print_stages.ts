// Prints the key, digest and mode of each stage of one small reference run with a stage cache:
// `print_stages.ts VIDEO FOLDER PRECISION`. Tests start it in copies of the source, whose stage versions count
// as they do in a run.
import { join } from "node:path";
import { openStageStore } from "../../src/platform/files/stage_store.ts";
import { stageVersions } from "../../src/pipeline/keys/stage_versions.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { context, variant } from "./example_plan.ts";
import { executed, stagesOf } from "./executed.ts";
import { tinyModels } from "./tiny_models.ts";

const [video, folder, precision] = Deno.args;
if (!video || !folder) throw new Error("VIDEO and FOLDER are missing");
const changes = { frames: 3, precision: precision as "fp32" | "fp16" };
const store = await openStageStore({ folder: join(folder, "stages") });
const record = await executed(video, [variant("reference", changes)], {
  ...context,
  cache: { store, device: "any" },
  versions: stageVersions(projectRoot(), { ffmpeg: "", ffprobe: "", onnxRuntime: "" }),
  models: await tinyModels(folder),
});
console.log(JSON.stringify(stagesOf(record, "reference")));
