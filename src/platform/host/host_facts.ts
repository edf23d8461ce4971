import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import { statfsSync } from "node:fs";
import type { ManifestHost } from "../../records/manifest.ts";
import { memoryLeftByLimit } from "./memory_limit.ts";
import { projectRoot } from "../files/project.ts";

/** What is known of the machine. */
export interface HostFacts extends ManifestHost {
  /** Bytes that programs may still take. */
  readonly freeMemory: number;
  /** Bytes free where the checkout lies; `null`: not known. */
  readonly freeDisk: number | null;
}

export function hostFacts(): HostFacts {
  return {
    os: `${platform()} ${release()}`,
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    freeMemory: Math.min(freemem(), memoryLeftByLimit() ?? Infinity),
    freeDisk: freeDisk(),
  };
}

function freeDisk(): number | null {
  try {
    const { bavail, bsize } = statfsSync(projectRoot());
    return bavail * bsize;
  } catch {
    return null;
  }
}
