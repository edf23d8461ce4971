import assert from "node:assert/strict";
import { originalResult } from "../../benches/gpu/original.ts";
import { gpuParts } from "../../benches/gpu/parts.ts";
import { gpuReport } from "../../benches/gpu/report.ts";
import type { GpuPart, Measured, Pipeline } from "../../benches/gpu/result.ts";

function part(name: string, measured: Measured, complete = true): GpuPart {
  return {
    ...{ part: name, device: "NVIDIA H200, driver 1.2", cpu: "Chip", cores: 16, ffmpeg: "7.1" },
    ...{ startedAt: "2026-01-01T00:00:00.000Z", complete, measured },
  };
}

function pipeline(workers: number, changes: Partial<Pipeline> = {}): Pipeline {
  return {
    ...{ kind: "pipeline", video: "/v.mp4", model: "efficientnet-b7", precision: "fp16", workers },
    ...{
      videos: 20,
      score: 0.25,
      videosPerSecond: workers / 2,
      readySeconds: 1,
      warmSeconds: 9.25,
    },
    stageSeconds: { decode: 1, detect: 0.5 },
    ...{ videoSeconds: 1.75, busyCores: 0.5, gpu: { utilisation: 12, memoryMiB: 2048 } },
    notes: [{ kind: "h264 yuv420p 1920x1080", decoder: "cuda", reason: null }],
    ...changes,
  };
}

Deno.test("the report has a table for each kind of measurement", () => {
  const rates = { 1: 100, 8: 1000 };
  const report = gpuReport([
    part("t", {
      ...{ kind: "throughput", model: "efficientnet-b7", arithmetic: "fp16", flops: 30e9, rates },
    }),
    part("p16", pipeline(16)),
    part("p1", pipeline(1, { gpu: null })),
    part("software", pipeline(1, { notes: [] })),
    part("d", {
      ...{ kind: "decoding", video: "/v.mp4", notes: [] },
      rates: [{ decoder: "software", processes: 4, videosPerSecond: 3.333 }],
    }),
    part("s", { kind: "stages", file: "stages/bench.md" }),
  ]);
  for (
    const line of [
      "NVIDIA H200, driver 1.2; 16 cores of Chip; ffmpeg 7.1",
      "| 8 | 1000.0 (3.0 %) |",
      "| software | 4 | 3.33 |",
      "| fp16 | GPU | 16 | 8.00 | 50 % | 12 % | 2048 | 9.3 |",
      "| fp16 | GPU | 1 | 0.50 | 50 % | – | – | 9.3 |",
      "| fp16 | cores | 1 | 1.000 | 0.500 | 0.250 | 1.750 |",
      "h264 yuv420p 1920x1080: cuda",
      "[stages/bench.md](stages/bench.md)",
    ]
  ) assert.ok(report.split("\n").some((found) => found.includes(line)), `${line}\n${report}`);
  assert.ok(report.indexOf("| fp16 | GPU | 1 | 0.50") < report.indexOf("| fp16 | GPU | 16 | 8.00"));
  assert.ok(!report.includes("Not measured"));
});

Deno.test("the original is set beside the fastest pipeline of its precision", () => {
  const original = originalResult(
    [1, 4, 2, 3, 6, 5].map((ended) => ({ score: 0.125, faces: 32, failed: false, ended })),
    {
      ...{ path: "/v.mp4", versions: "Python 3" },
      options: { model: "efficientnet-b7", precision: "fp16", workers: 2 },
    },
  );
  assert.equal(original.videosPerSecond, 1); // four videos in the seconds 2 to 6
  const report = gpuReport([
    part("o", original),
    part("p8", pipeline(8)),
    part("p16", pipeline(16)),
    part("fp32", pipeline(32, { precision: "fp32" })),
  ]);
  assert.match(report, /\| original Python \| fp16 \| 2 \| 1\.00 \| – \| – \|/);
  assert.match(report, /\| Assay \| fp16 \| 16 \| 8\.00 \| 8\.00 \| 1\.3e-1 \|/);
});

Deno.test("what was not measured to the end is named, and what there is of it shown", () => {
  const report = gpuReport([part("pipeline-fp16-4", pipeline(4), false)]);
  assert.match(report, /Not measured to the end: pipeline-fp16-4\./);
  assert.match(report, /\| fp16 \| GPU \| 4 \| 2\.00/);
});

Deno.test("parts have names of their own, and fp32 alone runs without TF32", () => {
  const parts = gpuParts([1, 16]);
  const names = parts.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(names.slice(0, 2), ["pipeline-fp16-16", "original-fp16-6"]);
  const without = parts.filter(({ tf32 }) => !tf32).map(({ name }) => name);
  assert.deepEqual(without, ["throughput-fp32"]);
});
