import { cpus } from "node:os";
import process from "node:process";
import { systemClock } from "./clock.ts";

/** Resources used by this process so far, all threads together; child processes are not included. */
export interface ProcessUsage {
  /** User and system time, milliseconds. */
  readonly cpuMs: number;
  /** Peak resident memory, bytes. */
  readonly peakBytes: number;
}

export function processUsage(): ProcessUsage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 };
}

/**
 * Measures the share of all cores' time used by other programs, 0 … 1, over `milliseconds` in which this
 * process is idle. (The system's load average would need an extra permission.)
 */
export async function measureBusyShare(milliseconds: number): Promise<number> {
  const before = sumCoreTimes();
  await systemClock.wait(milliseconds);
  const after = sumCoreTimes();
  const all = after.all - before.all;
  return all > 0 ? 1 - (after.idle - before.idle) / all : 0;
}

/** Processor times so far, milliseconds. */
export interface ProcessorTimes {
  /** All cores together, since the machine started. */
  readonly all: number;
  /** The idle part of these. */
  readonly idle: number;
  /** Processor time of this process. */
  readonly own: number;
}

/**
 * Starts measuring the processor time that other programs use.
 * @param read returns the times so far
 * @returns a function that gives the share of all cores' time since then that was used outside this process, 0
 * … 1, including its child processes; `null`: no time has passed
 */
export function measureOtherLoad(
  read: () => ProcessorTimes = readProcessorTimes,
): () => number | null {
  const before = read();
  return () => {
    const after = read();
    const all = after.all - before.all;
    const elsewhere = all - (after.idle - before.idle) - (after.own - before.own);
    return all > 0 ? Math.min(Math.max(elsewhere / all, 0), 1) : null;
  };
}

function readProcessorTimes(): ProcessorTimes {
  return { ...sumCoreTimes(), own: processUsage().cpuMs };
}

/** Sums the times of all cores since the machine started, milliseconds. */
function sumCoreTimes(): { all: number; idle: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const busy = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { all: idle + busy, idle };
}
