import { basename } from "node:path";
import { type AssayError, inputError, toolError } from "../../records/errors.ts";
import { explainLoadFailure, quoteMessage } from "./load_failure.ts";
import type { Provider } from "../../records/provider.ts";

/** Messages of CUDA, its libraries and ONNX Runtime's arena for exhausted GPU memory. */
const MEMORY_SHORT = /out of memory|OUT_OF_MEMORY|ALLOC_FAILED|allocate memory/i;

const LESS_MEMORY = "Use fewer --workers or a smaller batchSize, or close other programs";

/** Makes the error for a network that ONNX Runtime could not load. */
export function loadingError(
  cause: unknown,
  { path, provider }: { path: string; provider: Provider },
): AssayError {
  const text = textOf(cause);
  if (provider === "cuda" && MEMORY_SHORT.test(text)) {
    const what = `the GPU has too little free memory for ${basename(path)}`;
    return toolError("CUDA_UNAVAILABLE", { what, remedy: LESS_MEMORY, cause });
  }
  if (provider === "cuda" && /ExecutionProvider|cuda|cudnn|cublas/i.test(text)) {
    return toolError("CUDA_UNAVAILABLE", {
      what: "the CUDA provider could not be loaded",
      remedy: "Run `deno task doctor` to see which library is missing, or use `--provider cpu`",
      cause,
    });
  }
  const { why, remedy } = explainLoadFailure(text, path);
  return inputError("MODEL_BROKEN", {
    what: `${basename(path)} cannot be loaded by ONNX Runtime: ${why}`,
    remedy,
    cause,
  });
}

/** Makes the error for a network that could not be run. */
export function runningError(cause: unknown, name: string): AssayError {
  const short = MEMORY_SHORT.test(textOf(cause));
  return toolError(short ? "OUT_OF_MEMORY" : "INFERENCE_FAILED", {
    what: short
      ? `there was too little free memory to run ${name}`
      : `${name} could not be run: ${quoteMessage(textOf(cause))}`,
    remedy: short
      ? LESS_MEMORY
      : "Check the model with `deno task models verify`, and the free memory",
    cause,
  });
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
