/** Facts that the number of workers depends on. */
export interface WorkerBudget {
  /** Number requested by the user; `null`: automatic. */
  readonly asked: number | null;
  /** Logical cores. */
  readonly cores: number;
  /** Free memory, bytes. */
  readonly freeMemory: number;
  /** Size of the model files that each worker loads, bytes in all. */
  readonly modelBytes: number;
  /** Threads of each session. */
  readonly threads: number;
  /** The GPU that sessions run on; `null`: the CPU. */
  readonly gpu: GpuBudget | null;
}

export interface GpuBudget {
  /** Free memory, bytes; `null`: not known. */
  readonly freeMemory: number | null;
  /** Size of the input tensors of one batch of each classifier, bytes in all. */
  readonly batchBytes: number;
}

/** Memory of a worker without classifiers, bytes, an upper estimate: runtime, face detector, frames and ffmpeg. */
const WORKER_BYTES = 350e6;

/** Memory of a loaded model per byte of its file. */
const LOADED_PER_BYTE = 2.2;

/** GPU memory of a worker, bytes: MTCNN's sessions, the libraries' workspaces, and a hardware decoder. */
const GPU_WORKER_BYTES = 1e9;

/** GPU memory for activations and workspaces per byte of a network's input; B7 in float32 needs most. */
const GPU_PER_INPUT_BYTE = 100;

/** Assumed memory of a GPU that does not report it, bytes: that of a small data centre GPU. */
const UNKNOWN_GPU_BYTES = 24e9;

/**
 * Chooses the number of workers, as far as memory allows, at least one. On the CPU, cores divided by threads. With a
 * GPU, one per core: decoding and preprocessing run on the cores and take longer than the networks.
 */
export function workerCount(budget: WorkerBudget): number {
  const { asked, cores, threads, gpu, modelBytes, freeMemory } = budget;
  if (asked !== null) return asked;
  const byCores = gpu === null ? Math.floor(cores / threads) : cores;
  const byMemory = Math.floor(0.8 * freeMemory / (WORKER_BYTES + LOADED_PER_BYTE * modelBytes));
  return Math.max(1, Math.min(byCores, byMemory, gpu === null ? Infinity : byGpu(gpu, modelBytes)));
}

function byGpu({ freeMemory, batchBytes }: GpuBudget, modelBytes: number): number {
  const each = GPU_WORKER_BYTES + modelBytes + GPU_PER_INPUT_BYTE * batchBytes;
  return Math.floor(0.85 * (freeMemory ?? UNKNOWN_GPU_BYTES) / each);
}
