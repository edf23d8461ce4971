import type { Command } from "commander";
import { frameWarnings } from "../analysis/summary/frame_warnings.ts";
import { AssayError } from "../records/errors.ts";
import { planCost, type ProbedVideo } from "../pipeline/plan/plan_cost.ts";
import { predictRun } from "../pipeline/plan/predicted_time.ts";
import { sameWork } from "../pipeline/plan/same_work.ts";
import { cachedProbe } from "../pipeline/plan/probe_cache.ts";
import { readStageTimes } from "../pipeline/plan/stage_times.ts";
import { readToolVersions } from "../platform/ffmpeg/ffmpeg_tools.ts";
import { takeSignals, unlessAborted } from "../platform/host/interrupt.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import type { CommandContext } from "./command.ts";
import { addLayoutHelp, addParameterHelp } from "./flags/add_parameter_help.ts";
import { type Evaluation, prepareEvaluation } from "../evaluation/evaluation.ts";
import { type PlanParts, planText, type TimedPlan } from "./terminal/plan_text.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { PLAN_COMMAND_FLAGS, runOptions } from "./flags/run_flags.ts";
import type { RunOptions } from "../evaluation/run_options.ts";
import { workersFor } from "../evaluation/workers_for.ts";

export async function define(command: Command, context: CommandContext): Promise<void> {
  await addLayoutHelp(command, context);
  await addParameterHelp(command, context);
  addFlags(command, PLAN_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Videos are probed, and the results are cached. Nothing is decoded and no
classifier is loaded. Times are predicted from earlier evaluations on this
machine (.assay/stage_times.json).

Examples:
  deno task plan
  deno task plan --config my.jsonc --dataset ~/videos/dfdc --json`,
    )
    .action(async () => {
      const flags = readFlags(command, PLAN_COMMAND_FLAGS);
      const options = runOptions(flags);
      const evaluation = await unlessAborted(context.interrupt.signal, prepareEvaluation(options));
      const videos = await probed(evaluation, context);
      const cost = planCost(evaluation.plan, videos);
      const timed = timedPlan(evaluation, videos, options);
      const warnings = [...evaluation.leftOut, ...containerWarnings(evaluation, videos)];
      const notes = [...evaluation.notes, ...evaluation.labelNotes];
      const parts = { cost, timed, notes, warnings };
      context.terminal.print((flags.json ? planJson : planText)(evaluation, parts));
      context.finish(0);
    });
}

/** Warns of videos that their metadata rotate or whose frame count is wrong, one sentence each. */
function containerWarnings({ plan }: Evaluation, videos: readonly ProbedVideo[]): string[] {
  const variants = plan.variants.map(({ variant: { name, ...parameters } }) => ({
    name,
    parameters,
  }));
  const facts = videos.map(({ video, metadata }) => ({ name: video.id, ...metadata }));
  return frameWarnings(facts, variants).map(({ sentence }) => sentence);
}

/** The plan's times, estimated from earlier evaluations on this machine; `null`: there are none. */
function timedPlan(
  evaluation: Evaluation,
  videos: readonly ProbedVideo[],
  options: RunOptions,
): TimedPlan | null {
  const { plan, config: { timing }, provider: { device } } = evaluation;
  const { cpu, cores } = readHostFacts();
  const workers = workersFor(evaluation, options);
  const machine = { cpu, cores, provider: plan.provider, device, threadsPerSession: plan.threads };
  const times = readStageTimes({ ...machine, workers });
  if (times === null) return null;
  return { prediction: predictRun(plan, videos, { times, timing, workers }), times, workers };
}

/** Probes the videos. Warns of those that cannot be probed and leaves them out. */
async function probed(
  { dataset }: Evaluation,
  { terminal, interrupt: { signal } }: CommandContext,
): Promise<ProbedVideo[]> {
  const { ffprobe } = await readToolVersions();
  const found: ProbedVideo[] = [];
  for (const video of dataset.videos) {
    signal.throwIfAborted();
    terminal.progress(`probing ${found.length + 1}/${dataset.videos.length}`);
    try {
      found.push({ video, metadata: await cachedProbe(video.source, ffprobe.build) });
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      await takeSignals(signal); // Ctrl-C kills ffprobe as well
      terminal.warn(`${JSON.stringify(video.id)}: ${error.code}: ${error.what}`);
    }
  }
  return found;
}

function planJson(
  { plan, taken }: Evaluation,
  { cost, timed, notes, warnings }: PlanParts,
): string {
  const variants = plan.variants.map(({ variant, sample, detection, scorings, keys }) => ({
    name: variant.name,
    sample,
    faceDetection: plan.detections[detection]!.name,
    facePreparations: scorings.map(({ preparation }) => plan.preparations[preparation]!.name),
    classifiers: scorings.map(({ classifier }) => plan.classifiers[classifier]!.column),
    keys,
  }));
  const { samples, detections, preparations, classifiers } = plan;
  return JSON.stringify(
    {
      variants,
      ...(taken !== null && { limit: taken }),
      sameWork: sameWork(plan),
      notes,
      warnings,
      samples,
      detections,
      preparations,
      classifiers,
      cost,
      timed,
    },
    null,
    2,
  );
}
