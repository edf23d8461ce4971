// Scores every frame of a video and prints the verdict and by how much memory grew: `print_memory.ts VIDEO
// FOLDER`. A program of its own, because tests that run beside share one process.
import { processUsage } from "../../../src/platform/host/process_usage.ts";
import { context, variant } from "../../pipeline/example_plan.ts";
import { executed } from "../../pipeline/executed.ts";
import { tinyModels } from "../../pipeline/tiny_models.ts";

const [video, folder] = Deno.args;
if (!video || !folder) throw new Error("VIDEO and FOLDER are missing");
const everyFrame = variant("all", {
  selection: "all",
  faceDetector: "whole_frame",
  detectorScale: 1,
  boxScale: 1,
});
const models = await tinyModels(folder);
const before = processUsage().peakBytes;
const { variants: [verdict] } = await executed(video, [everyFrame], { ...context, models });
console.log(JSON.stringify({ verdict, grown: processUsage().peakBytes - before }));
