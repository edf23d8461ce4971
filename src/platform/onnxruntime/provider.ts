import { stat } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "../../records/errors.ts";
import type { Provider, ProviderChoice } from "../../records/provider.ts";
import { readGpuFacts } from "./gpu_facts.ts";
import { OnnxSession } from "./onnx_session.ts";
import { projectRoot } from "../files/project.ts";

/** Pinned version of ONNX Runtime. */
export const ONNX_RUNTIME_VERSION = "1.29.0";

/** The provider that runs the networks, with facts for the manifest. */
export interface ResolvedProvider {
  readonly provider: Provider;
  /** Name and driver of the GPU, if known; `null`: the host's CPU. */
  readonly device: string | null;
  /** Bytes free on the GPU; `null`: unknown, or no GPU is used. */
  readonly freeMemory: number | null;
  /** Whether float32 products may be rounded to TF32; `null` on the CPU. A property of the process. */
  readonly tf32: boolean | null;
  /** Reason why `auto` chose the CPU; `null` when it did not. */
  readonly reason: string | null;
}

/**
 * Resolves a provider choice on this machine. Only `auto` may fall back to the CPU.
 * @param probeModel a small ONNX file, loaded to test the CUDA provider
 * @throws AssayError CUDA_UNAVAILABLE (exit 4) when `cuda` was requested and does not work
 */
export async function resolveProvider(
  choice: ProviderChoice,
  probeModel: string,
): Promise<ResolvedProvider> {
  if (choice === "cpu") return cpu(null);
  if (choice === "auto" && !await hasCudaProvider()) {
    return cpu("the CUDA provider is not installed");
  }
  try {
    const session = await OnnxSession.open(probeModel, { provider: "cuda", threads: 1 });
    await session.release();
  } catch (error) {
    const cuda = error instanceof AssayError && error.code === "CUDA_UNAVAILABLE";
    if (choice === "cuda" || !cuda) throw error;
    return cpu("the CUDA provider does not load; `deno task doctor` lists the missing libraries");
  }
  const gpu = await readGpuFacts();
  return {
    provider: "cuda",
    device: gpu ? `${gpu.name}, driver ${gpu.driver}` : "NVIDIA GPU",
    freeMemory: gpu?.freeMemory ?? null,
    tf32: Deno.env.get("NVIDIA_TF32_OVERRIDE") !== "0",
    reason: null,
  };
}

function cpu(reason: string | null): ResolvedProvider {
  return { provider: "cpu", device: null, freeMemory: null, tf32: null, reason };
}

/** Returns the folder of `libonnxruntime.so.1`, where the CUDA provider must be as well. */
export function onnxRuntimeFolder(): string {
  return join(
    projectRoot(),
    `node_modules/.deno/onnxruntime-node@${ONNX_RUNTIME_VERSION}`,
    "node_modules/onnxruntime-node/bin/napi-v6/linux/x64",
  );
}

/** Tells whether the CUDA provider's library is installed; libraries that it links to may still be missing. */
export async function hasCudaProvider(): Promise<boolean> {
  const path = join(onnxRuntimeFolder(), "libonnxruntime_providers_cuda.so");
  return await stat(path).then((found) => found.isFile(), () => false);
}
