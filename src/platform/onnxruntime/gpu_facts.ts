import { runTool } from "../host/tool_process.ts";

/** What NVIDIA's driver says of the first GPU. */
export interface GpuFacts {
  /** Such as `NVIDIA H200`. */
  readonly name: string;
  /** Version of the driver. */
  readonly driver: string;
  /** Bytes that programs may still take. */
  readonly freeMemory: number;
}

/** Where NVIDIA's driver and its containers put the program; by this path tasks may be allowed to run it. */
export const NVIDIA_SMI = "/usr/bin/nvidia-smi";

/** Asks nvidia-smi; `null`: it is not here, this process may not run it, or it knows no GPU. */
export async function gpuFacts(): Promise<GpuFacts | null> {
  const query = "--query-gpu=name,driver_version,memory.free";
  try {
    const { success, stdout } = await runTool(NVIDIA_SMI, [
      query,
      "--format=csv,noheader,nounits",
    ]);
    return success ? parseGpuFacts(stdout) : null;
  } catch {
    return null; // a run without these facts is worse, no run is worst
  }
}

/** The first line of nvidia-smi's answer: name, driver, free memory in MiB; `null`: it is something else. */
export function parseGpuFacts(text: string): GpuFacts | null {
  const [line = ""] = text.split("\n");
  const [name, driver, mebibytes] = line.split(",").map((part) => part.trim());
  const freeMemory = Number(mebibytes) * 2 ** 20;
  return name && driver && freeMemory > 0 ? { name, driver, freeMemory } : null;
}
