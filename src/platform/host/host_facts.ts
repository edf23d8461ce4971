import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import { readFileSync, statfsSync } from "node:fs";
import type { ManifestHost } from "../../records/manifest.ts";
import { projectRoot } from "../files/project.ts";
import { join } from "node:path";

/** Files in which each version of Linux control groups states memory limit and usage. */
const KINDS = [
  { limit: "memory.max", usage: "memory.current", stat: "memory.stat" },
  {
    limit: "memory/memory.limit_in_bytes",
    usage: "memory/memory.usage_in_bytes",
    stat: "memory/memory.stat",
  },
] as const;

/** Facts about the machine. */
export interface HostFacts extends ManifestHost {
  /** Bytes of memory that are available. */
  readonly freeMemory: number;
  /** Bytes free on the disk of the checkout; `null`: unknown. */
  readonly freeDisk: number | null;
}

export function readHostFacts(): HostFacts {
  return {
    os: `${platform()} ${release()}`,
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    freeMemory: Math.min(freemem(), readMemoryLeft() ?? Infinity),
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

/**
 * Returns the bytes of memory left below a container's limit, with reclaimable file cache counted as free;
 * `null`: no limit. The machine's own free memory does not reflect the limit.
 */
export function readMemoryLeft(groupFolder = "/sys/fs/cgroup"): number | null {
  for (const kind of KINDS) {
    const limit = Number(textOf(join(groupFolder, kind.limit)) || NaN); // "max" means no limit
    const usage = Number(textOf(join(groupFolder, kind.usage)) || NaN);
    if (Number.isNaN(limit) || Number.isNaN(usage)) continue;
    const cache = /^(?:total_)?inactive_file (\d+)$/m.exec(textOf(join(groupFolder, kind.stat)));
    return Math.max(0, limit - usage + Number(cache?.[1] ?? 0));
  }
  return null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return ""; // another version of control groups, or another system
  }
}
