import { benchCase, growthOf, memoryGrowth, pairedRatio } from "../../src/bench/statistics.ts";
import { benchBreakdown, benchRate } from "../../src/bench/rates.ts";
import type { BenchResult } from "../../src/bench/result.ts";

/** A result with something in every table. */
export function syntheticResult(changes: Partial<BenchResult> = {}): BenchResult {
  const samplesMs = [100, 102, 98, 101, 99, 100];
  const parts = { decode: samplesMs.map((ms) => ms / 4), detect: samplesMs.map((ms) => ms / 2) };
  const slower = samplesMs.map((ms) => 2 * ms);
  const wall = { numerator: slower, denominator: samplesMs };
  const points = [{ count: 1, peakBytes: 200e6 }, { count: 50, peakBytes: 204e6 }];
  return {
    schemaVersion: 1,
    subject: "variants",
    command: ["bench", "--variant", "a|b"],
    startedAt: "2026-03-01T09:30:00.000Z",
    seconds: 12.5,
    machine: {
      os: "linux 6",
      architecture: "x64",
      cpu: "A CPU",
      cores: 2,
      memory: 8e9,
      provider: "cpu",
      device: null,
      threadsPerSession: 1,
    },
    versions: { assay: "0123456789abcdef", deno: "2", onnxRuntime: "1", ffmpeg: "5" },
    options: { repeats: 6, seconds: 3, warmUps: 1, seed: 7 },
    load: { before: 0.01, after: 0.25 },
    what: "each variant alone",
    rounds: 6,
    cases: [
      benchCase({ name: "a|b", per: "video", samplesMs, cpuMs: samplesMs, parts }),
      benchCase({ name: "slow", per: "video", samplesMs: slower, cpuMs: slower, parts: {} }),
    ],
    ratios: [
      pairedRatio({ name: "slow / a|b", wall, cpu: wall, predicted: null, limit: null }),
      pairedRatio({ name: "kept", wall, cpu: null, predicted: 1.9, limit: 2.5 }),
    ],
    growths: [growthOf({
      name: "tables",
      by: "videos",
      points: [
        { size: 10, samplesMs: [5], cpuMs: [1] },
        { size: 100, samplesMs: [50], cpuMs: [100] },
      ],
    })],
    memory: [memoryGrowth({ name: "videos", by: "videos", points, settledAt: 1, limit: 1.05 })],
    rates: [benchRate({
      name: "network",
      unit: "GMAC",
      per: "face",
      work: samplesMs.map(() => 15.1),
      samplesMs: slower,
      limit: { name: "peak", work: samplesMs.map(() => 15.1), samplesMs },
    })],
    breakdowns: [benchBreakdown({
      name: "a|b",
      per: "video",
      parts: [
        { name: "decode wait", spender: "ffmpeg", samplesMs },
        { name: "rest", spender: "overhead", samplesMs: slower },
      ],
      mostOverhead: 0.03,
    })],
    earlier: null,
    remarks: ["loading took 3 ms"],
    warnings: ["it was noisy."],
    ...changes,
  };
}
