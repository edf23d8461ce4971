import type { Provider } from "../domain/provider.ts";

/** What the number of workers depends on. */
export interface WorkerBudget {
  /** What the user asked for; `null`: Assay chooses. */
  readonly asked: number | null;
  /** Logical cores. */
  readonly cores: number;
  /** Free memory, bytes. */
  readonly freeMemory: number;
  /** Model files that each worker loads, bytes in all. */
  readonly modelBytes: number;
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
}

/** A worker without classifiers: the runtime, face detector, frames and ffmpeg, generously. */
const WORKER_BYTES = 350e6;

/** Memory that a loaded model takes, for each byte of its file. */
const LOADED_PER_BYTE = 2.2;

/**
 * Videos at a time: a worker for each core's worth of threads, as far as memory allows, at least one. On a
 * GPU two keep it busy while a third decodes.
 */
export function workerCount(budget: WorkerBudget): number {
  if (budget.asked !== null) return budget.asked;
  const byCores = budget.provider === "cuda"
    ? Math.min(3, budget.cores)
    : Math.floor(budget.cores / budget.threads);
  const each = WORKER_BYTES + LOADED_PER_BYTE * budget.modelBytes;
  const byMemory = Math.floor(0.8 * budget.freeMemory / each);
  return Math.max(1, Math.min(byCores, byMemory));
}
