import type { Variant } from "../config/variant.ts";
import type { Precision } from "../records/provider.ts";
import { STAGES } from "../records/run_result.ts";
import { makePlan } from "../pipeline/plan/make_plan.ts";
import { type Plan, soloPlan } from "../pipeline/plan/plan.ts";
import type { StageVersions } from "../pipeline/keys/keys.ts";
import { type PoolingName, poolingStrategies } from "../stages/pooling/registry.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";

const FRAMES = [8, 16, 32];
const SEEDS = [1, 2, 3];
const THRESHOLDS = [0.6, 0.7, 0.75, 0.8, 0.9];
/** Jitter in frames, large enough that seeds choose different frames. */
const JITTER = 5;
const POOLINGS = Object.keys(poolingStrategies) as readonly PoolingName[];
/** Thresholds of each pooling, to make 200 variants of five. */
const POOLING_THRESHOLDS = 40;
/** The other batch size. */
const OTHER_BATCH = 4;

/** Versions without code hashes, since keys of a benchmark are not compared with others. */
const VERSIONS = Object.fromEntries(STAGES.map((stage) => [stage, "bench"])) as StageVersions;

/** The variant of compareWith, changed to use every requested frame and every face. */
export function sharingBase({ config }: Evaluation): Variant {
  const { compareWith, variants } = config;
  const base = variants.find(({ name }) => name === compareWith)!;
  return { ...base, readIndices: "each", noFace: "skip", maxFaces: "none", singleFace: "score" };
}

/** 45 variants: frames, seeds of jitter, thresholds. */
export function jitteredVariants(base: Variant): Variant[] {
  return FRAMES.flatMap((frames) =>
    SEEDS.flatMap((seed) =>
      THRESHOLDS.map((threshold): Variant => ({
        ...base,
        name: `frames=${frames},seed=${seed},threshold=${threshold}`,
        selection: "uniform",
        frames,
        jitter: JITTER,
        seed,
        pooling: "confident",
        threshold,
      }))
    )
  );
}

/** 200 variants that differ in pooling only. */
export function pooledVariants(base: Variant): Variant[] {
  return POOLINGS.flatMap((pooling) =>
    Array.from({ length: POOLING_THRESHOLDS }, (_, k): Variant => {
      const threshold = (k + 1) / (POOLING_THRESHOLDS + 1);
      return { ...base, name: `pooling=${pooling},threshold=${threshold}`, pooling, threshold };
    })
  );
}

/** A plan with one variant with as many frames as a union has, spread over the video. */
export function unionPlan(
  evaluation: Evaluation,
  { base, frames }: { base: Variant; frames: number },
): Plan {
  return planOf(evaluation, [{ ...base, selection: "uniform", jitter: 0, frames }]);
}

/** Plans of the base with classifiers of other precisions, where their files exist, and another batch size. */
export function classifierPlans(
  evaluation: Evaluation,
  base: Variant,
): { together: Plan; others: readonly string[] } {
  const { models } = evaluation.plan;
  const precisions = (Object.keys(models[0]!.sha256) as Precision[]).filter((precision) =>
    precision !== base.precision &&
    base.model.every((name) => models.find(({ card }) => card.name === name)?.sha256[precision])
  );
  const changed: Variant[] = [
    ...precisions.map((precision) => ({ ...base, name: precision, precision })),
    { ...base, name: `batchSize=${OTHER_BATCH}`, batchSize: OTHER_BATCH },
  ];
  const together = planOf(evaluation, [base, ...changed]);
  const own = new Set(soloPlan(together, 0).variants[0]!.scorings.map((one) => one.classifier));
  const others = together.classifiers.filter((_, k) => !own.has(k)).map(({ column }) => column);
  return { together, others };
}

/** A plan with the evaluation's models, provider and threads. */
export function planOf({ plan }: Evaluation, variants: readonly Variant[]): Plan {
  const { provider, threads, models } = plan;
  return makePlan(variants, { provider, threads, models, versions: VERSIONS, fileHash: () => "" });
}
