import { cpus } from "node:os";
import { NVIDIA_SMI } from "../../src/platform/onnxruntime/gpu_facts.ts";
import { runTool } from "../../src/platform/host/tool_process.ts";
import type { Pipeline } from "./result.ts";

/** Watches something from `begin` on. */
interface Watch<T> {
  begin(): void;
  /** On average, from the beginning until now. */
  mean(): T;
  end(): void;
}

/** The share of all cores' time that is busy. */
export function watchBusyCores(): Watch<number> {
  let before = coreTimes();
  return {
    begin() {
      before = coreTimes();
    },
    mean() {
      const after = coreTimes();
      return 1 - (after.idle - before.idle) / (after.all - before.all);
    },
    end() {},
  };
}

function coreTimes(): { all: number; idle: number } {
  const times = cpus().flatMap((core) => Object.entries(core.times));
  const sum = (entries: typeof times) => entries.reduce((total, [, time]) => total + time, 0);
  return { all: sum(times), idle: sum(times.filter(([name]) => name === "idle")) };
}

/** What nvidia-smi says each half second, on average. */
export function watchGpu(): Watch<Pipeline["gpu"]> {
  const samples: { utilisation: number; memoryMiB: number }[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  const setImage = async () => {
    const args = ["--query-gpu=utilization.gpu,memory.used", "--format=csv,noheader,nounits"];
    const { stdout } = await runTool(NVIDIA_SMI, args).catch(() => ({ stdout: "" }));
    const [utilisation = 0, memoryMiB = 0] = stdout.split("\n")[0]!.split(",").map(Number);
    if (memoryMiB > 0) samples.push({ utilisation, memoryMiB });
  };
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  return {
    begin() {
      timer = setInterval(setImage, 500);
    },
    end() {
      clearInterval(timer);
    },
    mean() {
      if (samples.length === 0) return null;
      return {
        utilisation: mean(samples.map((sample) => sample.utilisation)),
        memoryMiB: mean(samples.map((sample) => sample.memoryMiB)),
      };
    },
  };
}
