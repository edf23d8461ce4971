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
  /** Threads of each session. */
  readonly threads: number;
  /** The GPU that sessions run on; `null`: the CPU. */
  readonly gpu: GpuBudget | null;
}

export interface GpuBudget {
  /** Bytes; `null`: not known. */
  readonly freeMemory: number | null;
  /** Input tensors of one batch of each classifier, bytes in all. */
  readonly batchBytes: number;
}

/** A worker without classifiers: the runtime, face detector, frames and ffmpeg, generously. */
const WORKER_BYTES = 350e6;

/** Memory that a loaded model takes, for each byte of its file. */
const LOADED_PER_BYTE = 2.2;

/** On the GPU: MTCNN's sessions, the libraries' handles and workspaces, the surfaces of a hardware decoder. */
const GPU_WORKER_BYTES = 1e9;

/** Activations and workspaces that a byte of a convolutional network's input calls for; B7 in float32 most. */
const GPU_PER_INPUT_BYTE = 100;

/** Where nobody says how much memory a GPU has: what the small ones of data centres have. */
const UNKNOWN_GPU_BYTES = 24e9;

/**
 * Videos at a time, as far as memory allows, at least one. On the CPU a worker for each core's worth of threads.
 * On a GPU a worker for each core: decoding and pixels are the cores' work and take longer than the networks, and
 * while one worker waits for the GPU, others copy to it or compute.
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
