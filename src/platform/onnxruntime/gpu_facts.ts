import { runTool } from "../host/tool_process.ts";

/** Facts about the first GPU, from NVIDIA's driver. */
export interface GpuFacts {
  /** Such as `NVIDIA H200`. */
  readonly name: string;
  /** Driver version. */
  readonly driver: string;
  /** Bytes of free memory. */
  readonly freeMemory: number;
}

/** Path where NVIDIA's driver and containers install nvidia-smi; the permission sets list it. */
export const NVIDIA_SMI = "/usr/bin/nvidia-smi";

/** Queries nvidia-smi; `null`: it is missing, may not be run by this process, or finds no GPU. */
export async function readGpuFacts(): Promise<GpuFacts | null> {
  const query = "--query-gpu=name,driver_version,memory.free";
  try {
    const { success, stdout } = await runTool(NVIDIA_SMI, [
      query,
      "--format=csv,noheader,nounits",
    ]);
    return success ? parseGpuFacts(stdout) : null;
  } catch {
    return null; // the run goes on without these facts
  }
}

/** Parses the first line of nvidia-smi's output (name, driver, free memory in MiB); `null`: another format. */
export function parseGpuFacts(text: string): GpuFacts | null {
  const [line = ""] = text.split("\n");
  const [name, driver, mebibytes] = line.split(",").map((part) => part.trim());
  const freeMemory = Number(mebibytes) * 2 ** 20;
  return name && driver && freeMemory > 0 ? { name, driver, freeMemory } : null;
}
