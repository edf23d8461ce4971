import { existsSync } from "node:fs";
import { findCudaLibraries } from "../../src/platform/onnxruntime/cuda_libraries.ts";
import { hasCudaProvider } from "../../src/platform/onnxruntime/provider.ts";

/** TF32 belongs to the process, so that `deno task test:gpu` starts Deno twice. */
export const tf32 = Deno.env.get("NVIDIA_TF32_OVERRIDE") !== "0";

/** Why nothing can run on a GPU here; `null`: it should, and what fails is a failure. */
const obstacle = await findObstacle();

async function findObstacle(): Promise<string | null> {
  if (!(await findCudaLibraries()).driver) return "no GPU: NVIDIA's driver is not here";
  if (!await hasCudaProvider()) return "the CUDA provider is not here: run `deno task cuda`";
  return null;
}

export interface GpuNeeds {
  /** Whether TF32 must be on or off; left out: either, once. */
  readonly tf32?: boolean;
  /** Paths of files or folders. */
  readonly files?: readonly string[];
}

/** A test on a GPU: reported as ignored, with the reason in its name, where it cannot run. */
export function gpuTest(
  name: string,
  run: () => Promise<void>,
  { tf32: wanted = false, files = [] }: GpuNeeds = {},
): void {
  const lacking = files.find((path) => !existsSync(path));
  const reason = obstacle ??
    (wanted === tf32 ? null : `TF32 is ${tf32 ? "on" : "off"} in this process`) ??
    (lacking === undefined ? null : `${lacking} is not here: run \`deno task setup\``);
  Deno.test({
    name: reason === null ? name : `${name} (skipped: ${reason})`,
    ignore: reason !== null,
    fn: run,
  });
}
