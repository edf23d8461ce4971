import type { Plan } from "../pipeline/plan/plan.ts";
import { workerCount } from "../pipeline/plan/worker_count.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { RunOptions } from "./run_options.ts";

/** Chooses the number of workers: as requested, else by this machine's cores and memory. */
export function workersFor(
  { plan, provider, modelBytes }: Pick<Evaluation, "plan" | "provider" | "modelBytes">,
  options: Pick<RunOptions, "workers">,
): number {
  const { cores, freeMemory } = readHostFacts();
  const onGpu = provider.provider === "cuda";
  return workerCount({
    asked: options.workers,
    cores,
    freeMemory,
    modelBytes,
    threads: plan.threads,
    gpu: onGpu ? { freeMemory: provider.freeMemory, batchBytes: batchBytes(plan) } : null,
  });
}

/** Computes the size of one float32 input batch of each classifier, bytes in all. */
function batchBytes({ classifiers, models }: Plan): number {
  return classifiers.reduce((sum, { model, batchSize }) => {
    const { size } = models.find(({ card }) => card.name === model)!.card.input;
    return sum + batchSize * 3 * size * size * Float32Array.BYTES_PER_ELEMENT;
  }, 0);
}
