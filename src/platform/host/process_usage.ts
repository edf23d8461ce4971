import { cpus } from "node:os";
import process from "node:process";
import { systemClock } from "./clock.ts";

/** What this process took so far, all its threads together; the programs that it ran are not in it. */
export interface ProcessUsage {
  /** User and system time, milliseconds. */
  readonly cpuMs: number;
  /** The most resident memory it ever had, bytes. */
  readonly peakBytes: number;
}

export function processUsage(): ProcessUsage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 };
}

/**
 * The share of all cores' time that was busy over `milliseconds` in which this process does nothing: what
 * other programs take, 0 … 1. The system's load average needs a permission that nothing else does.
 */
export async function busyShare(milliseconds: number): Promise<number> {
  const before = coreTimes();
  await systemClock.wait(milliseconds);
  const after = coreTimes();
  const all = after.all - before.all;
  return all > 0 ? 1 - (after.idle - before.idle) / all : 0;
}

/** What the machine and this process took so far, milliseconds. */
export interface TimesTaken {
  /** Of all cores, since the machine started. */
  readonly all: number;
  /** Of these, what no program took. */
  readonly idle: number;
  /** Of the processor, by this process. */
  readonly own: number;
}

/**
 * Watches from now on.
 * @param read tells what was taken so far
 * @returns a function that tells the share of all cores' time, since then, that went elsewhere than into this
 * process, 0 … 1: into other programs, those that it runs among them; `null`: no time has passed
 */
export function watchOthers(read: () => TimesTaken = timesTaken): () => number | null {
  const before = read();
  return () => {
    const after = read();
    const all = after.all - before.all;
    const elsewhere = all - (after.idle - before.idle) - (after.own - before.own);
    return all > 0 ? Math.min(Math.max(elsewhere / all, 0), 1) : null;
  };
}

function timesTaken(): TimesTaken {
  return { ...coreTimes(), own: processUsage().cpuMs };
}

/** Milliseconds of all cores since the machine started. */
function coreTimes(): { all: number; idle: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const busy = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { all: idle + busy, idle };
}
