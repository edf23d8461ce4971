import { dirname } from "node:path";
import { PRESETS } from "../config/presets.ts";
import type { Variant } from "../config/variant.ts";
import { type Stage, STAGES } from "../records/run_result.ts";
import type { DatasetVideo, VideoId } from "../records/video.ts";
import { executeVideo } from "../pipeline/execution/execute_video.ts";
import { makePlan } from "../pipeline/plan/make_plan.ts";
import type { Plan, PlannedModel } from "../pipeline/plan/plan.ts";
import { compareRun, makeRunTallies, type RepeatedRun, type RunTallies } from "./compare_run.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import { goldenModels, MESO4, SEEDED } from "./golden_models.ts";
import { type GoldenRun, goldenRuns } from "./golden_runs.ts";
import { missingVideo } from "./golden_videos.ts";
import { openNotingResources } from "./noting_resources.ts";
import { measuresOf } from "./tally.ts";
import { fileClip } from "../records/clip_source.ts";

/** The only video whose faces are also scored in float16, which is slow on a CPU. */
const HALF_PRECISION_VIDEO = "gap.mp4";

/** Whole videos, compared with the original's published functions. */
export const endToEnd: ParityStage = {
  title: "end to end",
  check: (context) => checkVideos(context, () => true),
};

/** Repeats the golden runs over the selected videos, all runs of a video in one pass. */
export async function checkVideos(
  context: ParityContext,
  isWanted: (video: string) => boolean,
): Promise<StageFindings> {
  const { golden, note } = context;
  const { runs, classifier } = goldenRuns(golden);
  const models = await goldenModels(context, classifier);
  const tallies = makeRunTallies();
  const leftOut = models.some(({ card }) => card.name === MESO4)
    ? []
    : ["MesoNet's scores (its weights are not in the media folder)"];
  const wanted = runs.filter(({ video }) => isWanted(video));
  for (const [video, ofVideo] of Map.groupBy(wanted, ({ video }) => video)) {
    const path = await golden.video(video);
    if (path === null) {
      leftOut.push(missingVideo(video));
      continue;
    }
    note(`scoring ${video}, ${ofVideo.length} runs`);
    await compareVideo(path, ofVideo, { models, context, tallies });
  }
  return { measures: measuresOf(Object.values(tallies)), leftOut };
}

async function compareVideo(
  path: string,
  runs: readonly GoldenRun[],
  { models, context, tallies }: {
    models: readonly PlannedModel[];
    context: ParityContext;
    tallies: RunTallies;
  },
): Promise<void> {
  const variants = runs.flatMap((run, i) => variantsOf(run, { models, name: `run ${i}` }));
  const plan = planOf(variants, models);
  const { resources, scored } = await openNotingResources(plan, {
    models: dirname(context.mtcnnFolder),
  });
  const id = runs[0]!.video as VideoId;
  const video: DatasetVideo = {
    id,
    source: fileClip(path),
    label: null,
    group: id,
    split: null,
    tags: {},
  };
  try {
    const record = await executeVideo(video, { plan, resources }, { timing: "attributed" });
    runs.forEach((golden, i) => {
      const repeated: RepeatedRun = { golden, name: `run ${i}`, plan, record, scored };
      compareRun(repeated, tallies);
    });
  } finally {
    await resources.release();
  }
}

function planOf(variants: readonly Variant[], models: readonly PlannedModel[]): Plan {
  const versions = Object.fromEntries(STAGES.map((stage) => [stage, ""])) as Record<Stage, string>;
  return makePlan(variants, { provider: "cpu", threads: 1, versions, fileHash: () => "", models });
}

/** Makes a run's variant and, if the run has a score, those with MesoNet and in float16. */
function variantsOf(
  run: GoldenRun,
  { models, name }: { models: readonly PlannedModel[]; name: string },
): Variant[] {
  const { mode, numFrames, jitter, seed, strategyBranch } = run;
  const chosen = { frames: numFrames, jitter, seed: seed ?? 0, model: [SEEDED] };
  const variant: Variant = { ...PRESETS[mode], name, ...chosen };
  if (strategyBranch === null) return [variant];
  const meso = { ...variant, model: [MESO4] };
  const half = { ...variant, precision: "fp16" as const, name: `${name} fp16` };
  return [
    variant,
    ...(models.some(({ card }) => card.name === MESO4)
      ? [
        { ...meso, name: `${name} ${MESO4}` },
        { ...meso, pooling: "mean" as const, name: `${name} ${MESO4} mean` },
      ]
      : []),
    ...(run.video === HALF_PRECISION_VIDEO ? [half] : []),
  ];
}
