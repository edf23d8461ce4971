import type { Command } from "commander";
import type { DatasetVideo, VideoMetadata } from "../domain/video.ts";
import { AssayError } from "../domain/errors.ts";
import type { Plan } from "../pipeline/plan.ts";
import { type PlanCost, planCost, type SharedCost } from "../pipeline/plan_cost.ts";
import { cachedProbe } from "../pipeline/probe_cache.ts";
import { toolVersions } from "../runtime/ffmpeg_tools.ts";
import type { CommandContext } from "./cli.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { addChoiceFlags, addSpeechFlags, type RunFlags } from "./run_flags.ts";

export function define(command: Command, context: CommandContext): void {
  addSpeechFlags(addChoiceFlags(command))
    .addHelpText(
      "after",
      `
Nothing is decoded and no classifier is loaded; videos are probed, and that is remembered.

Examples:
  deno task plan
  deno task plan --config my.jsonc --dataset ~/videos/dfdc --json`,
    )
    .action(async (flags: RunFlags) => {
      const evaluation = await prepareEvaluation(flags);
      const cost = planCost(evaluation.plan, await probed(evaluation, context));
      const text = flags.json ? asJson(evaluation, cost) : asText(evaluation, cost);
      context.terminal.print(text);
      context.finish(0);
    });
}

/** The videos that can be probed; the others are warned of. */
async function probed(
  { dataset }: Evaluation,
  { terminal }: CommandContext,
): Promise<{ video: DatasetVideo; metadata: VideoMetadata }[]> {
  const { ffprobe } = await toolVersions();
  const found: { video: DatasetVideo; metadata: VideoMetadata }[] = [];
  for (const video of dataset.videos) {
    terminal.progress(`probing ${found.length + 1}/${dataset.videos.length}`);
    try {
      found.push({ video, metadata: await cachedProbe(video.path, ffprobe.build) });
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      terminal.warn(`${JSON.stringify(video.id)}: ${error.code}: ${error.what}`);
    }
  }
  return found;
}

function asJson({ plan }: Evaluation, cost: SharedCost): string {
  const variants = plan.variants.map(({ variant, sample, detection, scorings, keys }) => ({
    name: variant.name,
    sample,
    faceDetection: plan.detections[detection].name,
    facePreparations: scorings.map(({ preparation }) => plan.preparations[preparation].name),
    classifiers: scorings.map(({ classifier }) => plan.classifiers[classifier].column),
    keys,
  }));
  const { samples, detections, preparations, classifiers } = plan;
  return JSON.stringify(
    { variants, samples, detections, preparations, classifiers, cost },
    null,
    2,
  );
}

function asText({ plan, dataset, provider }: Evaluation, cost: SharedCost): string {
  const views = (stage: number) => new Set(plan.variants.map(({ keys }) => keys[stage])).size;
  return [
    `${plan.variants.length} variants over ${cost.videos} videos of ${dataset.name}, ` +
    `on ${provider.device ?? "CPU"}`,
    "",
    ...variantLines(plan),
    "",
    "distinct work",
    `  ${plan.samples.length} frame samples`,
    ...plan.detections.map(({ name }) => `  face detection    ${name}`),
    ...plan.preparations.map(({ name }) => `  face preparation  ${name}`),
    ...plan.classifiers.map(({ column }) => `  classifier        ${column}`),
    `  ${views(5)} poolings`,
    "",
    "what sharing saves       every variant alone      together      times less",
    costLine("frames decoded", cost, "frames"),
    costLine("frames searched", cost, "detections"),
    costLine("frames cut", cost, "preparations"),
    costLine("frames classified", cost, "classifications"),
  ].join("\n");
}

/** Each variant with the numbers of the sample, detection, preparations and classifiers that it uses. */
function variantLines(plan: Plan): string[] {
  const width = Math.max(...plan.variants.map(({ variant }) => variant.name.length));
  return plan.variants.map(({ variant, sample, detection, scorings }) => {
    const { selection, frames, jitter, seed, readIndices } = plan.samples[sample];
    const count = selection === "all" ? "all" : `${frames} ${selection}`;
    const jittered = jitter > 0 ? ` ±${jitter} seed ${seed}` : "";
    const classifiers = scorings.map(({ classifier }) => plan.classifiers[classifier].column);
    return `  ${variant.name.padEnd(width)}  ${count}${jittered}, ${readIndices}; ` +
      `${plan.detections[detection].name}; ${classifiers.join(" + ")}; ${poolingText(variant)}`;
  });
}

function poolingText({ pooling, threshold }: Plan["variants"][number]["variant"]): string {
  return pooling === "confident" ? `confident ${threshold}` : pooling;
}

function costLine(title: string, { alone, shared }: SharedCost, unit: keyof PlanCost): string {
  const ratio = shared[unit] === 0 ? "" : (alone[unit] / shared[unit]).toFixed(1);
  return `  ${title.padEnd(18)}${String(alone[unit]).padStart(24)}` +
    `${String(shared[unit]).padStart(14)}${ratio.padStart(16)}`;
}
