// Scores every frame of a video and prints the verdict and by how much memory grew: `print_memory.ts VIDEO
// FOLDER`. A program of its own, because tests that run beside share one process.
import { context, variant } from "../example_plan.ts";
import { executed } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

const [video, folder] = Deno.args;
const everyFrame = variant("all", {
  selection: "all",
  faceDetector: "whole_frame",
  detectorScale: 1,
  boxScale: 1,
});
const models = await tinyModels(folder);
const before = Deno.memoryUsage().rss;
let most = before;
const watch = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 10);
const { variants: [verdict] } = await executed(video, [everyFrame], { ...context, models });
clearInterval(watch);
console.log(JSON.stringify({ verdict, grown: most - before }));
