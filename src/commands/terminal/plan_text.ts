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

/** What is predicted, and from which times. */
export interface TimedPlan {
  readonly prediction: Prediction;
  readonly times: StageTimes;
  /** Videos at a time. */
  readonly workers: number;
}

/** A plan for a terminal. @param timed `null`: nothing was measured on this machine yet */
export function planText(
  { plan, dataset, provider }: Evaluation,
  { cost, timed }: { cost: SharedCost; timed: TimedPlan | null },
): string {
  const views = (stage: number) => new Set(plan.variants.map(({ keys }) => keys[stage])).size;
  return [
    `${counted(plan.variants.length, "variant")} over ${
      counted(cost.videos, "video")
    } of ${dataset.name}, ` +
    `on ${provider.device ?? "CPU"}`,
    "",
    ...variantLines(plan),
    ...sameWorkSentences(plan).map((sentence) => `! ${sentence}`),
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
    row("what sharing saves", ["every variant alone", "together", "times less"]),
    costLine("frames decoded", cost, "frames"),
    costLine("frames searched", cost, "detections"),
    costLine("frames cut", cost, "preparations"),
    costLine("frames classified", cost, "classifications"),
    "",
    ...(timed ? timeLines(timed) : [
      "predicted time: not known, since nothing was measured on this machine with this provider and",
      "these threads. An evaluation measures as it runs: deno task eval --limit 10 --cache off",
    ]),
  ].join("\n");
}

/** Each variant with the numbers of the sample, detection, preparations and classifiers that it uses. */
function variantLines(plan: Plan): string[] {
  const width = largest(plan.variants.map(({ variant }) => variant.name.length));
  return plan.variants.map(({ variant, sample, detection, scorings, pooling }) => {
    const classifiers = scorings.map(({ classifier }) => plan.classifiers[classifier]!.column);
    return `  ${variant.name.padEnd(width)}  ${sampleText(plan.samples[sample]!)}; ` +
      `${plan.detections[detection]!.name}; ${classifiers.join(" + ")}; ${useText(pooling)}`;
  });
}

/** How frames are chosen, then how they are read. */
function sampleText({ selector, reading }: SampleSpec): string {
  return [useText(selector), ...Object.values(reading.parameters)].join(", ");
}

/** A part's name and what it reads: `uniform frames 32, jitter 3, seed 1`. */
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
    : `, then ${times.machine.workers} at a time: take it as rough`;
  return [
    row("predicted time", ["every variant alone", "together", "times less"]),
    ...STAGE_NAMES.map((name) => timeLine(name, alone.stages[name], shared.stages[name])),
    timeLine(`wall, ${workers} at a time`, alone.wallMs, shared.wallMs),
    `from what ${from} took${other}; nothing is counted as cached`,
    ...unknown.map((name) => `! ${name} was not measured yet and is left out: it takes longer`),
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
