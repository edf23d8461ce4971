import assert from "node:assert/strict";
import { ratedPeak } from "./rated_peaks.ts";
import { fastest, throughputTable } from "./throughput_table.ts";

const RESULTS = { fp16: { 1: 100, 8: 500 }, fp32: { 1: 50 } };

Deno.test("a table of throughput has a row for each batch and a share where the chip's peak is known", () => {
  const table = throughputTable(RESULTS, {
    flops: 30e9,
    peak: (kind) => kind === "fp16" ? 1000 : null,
  });
  assert.equal(
    table,
    [
      "| batch | fp32 | fp16 |",
      "| --- | ---: | ---: |",
      "| 1 | 50.0 | 100.0 (0.3 %) |",
      "| 8 | – | 500.0 (1.5 %) |",
    ].join("\n"),
  );
  assert.equal(fastest(RESULTS), "fp16, batch 8, 500.0 images/s");
});

Deno.test("chips are told apart by name", () => {
  assert.equal(ratedPeak("NVIDIA H200", "fp16"), 989);
  assert.equal(ratedPeak("NVIDIA H100 80GB HBM3", "TF32"), 494);
  assert.equal(ratedPeak("NVIDIA H100 PCIe", "TF32"), 378);
  assert.equal(ratedPeak("NVIDIA L40S", "fp32"), 91.6);
  assert.equal(ratedPeak("NVIDIA L4", "fp32"), 30.3);
  assert.equal(ratedPeak("Some other GPU", "fp32"), null);
});
