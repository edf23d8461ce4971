import { counted } from "../../base/text/counted.ts";
import type { Plan, SampleSpec } from "../../pipeline/plan/plan.ts";
import type { PartUse } from "../../stages/part_use.ts";
import type { PlanCost, SharedCost } from "../../pipeline/plan/plan_cost.ts";
import { sameWorkSentences } from "../../pipeline/plan/same_work.ts";
import { type Prediction, STAGE_NAMES } from "../../pipeline/plan/predicted_time.ts";
import { durationText } from "../../reports/sections/format.ts";
import type { StageTimes } from "../../pipeline/plan/stage_times.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Predicted times of a plan, and the measured times that they are computed from. */
export interface TimedPlan {
  readonly prediction: Prediction;
  readonly times: StageTimes;
  /** Videos processed at the same time. */
  readonly workers: number;
}

/** Everything that is printed about a plan. */
export interface PlanParts {
  readonly cost: SharedCost;
  /** `null`: nothing has been measured on this machine yet. */
  readonly timed: TimedPlan | null;
  /** What was decided about the dataset, and what its labels do not allow, one sentence each. */
  readonly notes: readonly string[];
  /** Findings from probing the videos, one sentence each. */
  readonly warnings: readonly string[];
}

/** Formats a plan for a terminal. */
export function planText(
  { plan, dataset, taken, provider }: Evaluation,
  { cost, timed, notes, warnings }: PlanParts,
): string {
  const views = (stage: number) => new Set(plan.variants.map(({ keys }) => keys[stage])).size;
  return [
    `${counted(plan.variants.length, "variant")} over ${
      counted(cost.videos, "video")
    } of ${dataset.name}, ` +
    `on ${provider.device ?? "CPU"}`,
    ...(taken === null ? [] : [`  --limit ${taken}`]),
    ...notes.map((note) => `  ${note}`),
    "",
    ...variantLines(plan),
    ...[...sameWorkSentences(plan), ...warnings].map((sentence) => `! ${sentence}`),
    "",
    "distinct work",
    `  ${counted(plan.samples.length, "frame sample")}`,
    ...plan.detections.map(({ name }) => `  face detection    ${name}`),
    ...plan.preparations.map(({ name, detection }) =>
      `  face preparation  ${name} of ${plan.detections[detection]!.name}`
    ),
    ...plan.classifiers.map(({ column }) => `  classifier        ${column}`),
    `  ${counted(views(5), "pooling")}`,
    "",
    row("saved by sharing", ["each variant alone", "together", "ratio"]),
    costLine("frames decoded", cost, "frames"),
    costLine("face detections", cost, "detections"),
    costLine("face preparations", cost, "preparations"),
    costLine("classifications", cost, "classifications"),
    "",
    ...(timed ? timeLines(timed) : [
      "predicted time: unknown; no evaluation was timed on this machine with this provider and",
      "number of threads. To time one: deno task eval --limit 10 --cache off",
    ]),
  ].join("\n");
}

/** Formats each variant with its frame sample, face detection, classifiers and pooling. */
function variantLines(plan: Plan): string[] {
  const width = largest(plan.variants.map(({ variant }) => variant.name.length));
  return plan.variants.map(({ variant, sample, turning, detection, scorings, pooling }) => {
    const classifiers = scorings.map(({ classifier }) => plan.classifiers[classifier]!.column);
    return `  ${variant.name.padEnd(width)}  ${framesText(plan.samples[sample]!, turning)}; ` +
      `${plan.detections[detection]!.name}; ${classifiers.join(" + ")}; ${useText(pooling)}`;
  });
}

/** Formats how frames are chosen, read, counted and turned. */
function framesText({ selector, reading, counting }: SampleSpec, turning: PartUse): string {
  const uses = [reading, counting, turning];
  return [useText(selector), ...uses.flatMap(({ parameters }) => Object.values(parameters))]
    .join(", ");
}

/** Formats a part's name and its parameters: `uniform frames 32, jitter 3, seed 1`. */
function useText({ part, parameters }: PartUse): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return settings.length === 0 ? part : `${part} ${settings.join(", ")}`;
}

function timeLines(
  { prediction: { alone, shared, unknown }, times, workers }: TimedPlan,
): string[] {
  const from = `${counted(times.videos, "video")} on ${times.measuredAt.slice(0, 10)}`;
  const other = times.machine.workers === workers
    ? ""
    : `, measured with ${counted(times.machine.workers, "worker")}, so only a rough estimate`;
  return [
    row("predicted time", ["each variant alone", "together", "ratio"]),
    ...STAGE_NAMES.map((name) => timeLine(name, alone.stages[name], shared.stages[name])),
    timeLine(`wall, ${counted(workers, "worker")}`, alone.wallMs, shared.wallMs),
    `estimated from ${from}${other}, without the stage cache`,
    ...unknown.map((name) => `! ${name} was not timed yet and is not included`),
  ];
}

function timeLine(title: string, alone: number, shared: number): string {
  const ratio = shared > 0 ? (alone / shared).toFixed(1) : "";
  return row(`  ${title}`, [durationText(alone), durationText(shared), ratio]);
}

function costLine(title: string, { alone, shared }: SharedCost, unit: keyof PlanCost): string {
  const ratio = shared[unit] === 0 ? "" : (alone[unit] / shared[unit]).toFixed(1);
  return row(`  ${title}`, [String(alone[unit]), String(shared[unit]), ratio]);
}

function row(title: string, [alone, shared, ratio]: readonly [string, string, string]): string {
  return (title.padEnd(22) + alone.padStart(22) + shared.padStart(14) + ratio.padStart(14))
    .trimEnd();
}
