import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { RunManifest } from "../../src/records/manifest.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import { assay } from "../commands/run_assay.ts";
import { gpuTest, tf32 } from "./gpu_test_case.ts";

const CONFIG = {
  version: 1,
  dataset: "demo",
  split: "test",
  model: "demo",
  variants: {
    reference: { frames: 8 },
    single: { frames: 8, batchSize: 1 },
    fixed: { preset: "fixed", frames: 6 },
  },
};

const FILES = [
  join(projectRoot(), "datasets", "demo", "metadata.json"),
  join(projectRoot(), "models", "demo", "demo.onnx"),
];

for (const wanted of [false, true]) {
  gpuTest(`a whole evaluation on CUDA, TF32 ${wanted ? "on" : "off"}`, wholeEvaluation, {
    tf32: wanted,
    files: FILES,
  });
}

async function wholeEvaluation(): Promise<void> {
  await inFolder(async (folder) => {
    const config = join(folder, "eval.jsonc");
    writeFileSync(config, JSON.stringify(CONFIG));
    const evaluate = async (provider: string) => {
      const out = join(folder, provider);
      const flags = ["--config", config, "--limit", "4", "--provider", provider, "--out", out];
      const { code, stderr } = await assay(["eval", ...flags]);
      assert.equal(code, 0, stderr);
      return out;
    };
    const [cpu, cuda] = [await evaluate("cpu"), await evaluate("cuda")];
    const { execution } = JSON.parse(
      readFileSync(join(cuda, "manifest.json"), "utf8"),
    ) as RunManifest;
    assert.deepEqual([execution.asked, execution.used, execution.tf32], ["cuda", "cuda", tf32]);
    assert.ok(execution.device);
    compareRows(rows(cpu), rows(cuda));
  });
}

type Row = Readonly<Record<string, string>>;

function rows(folder: string): Row[] {
  return parse(readFileSync(join(folder, "predictions.csv")), { columns: true });
}

/** Boxes that lie near a whole pixel may be cut one pixel elsewhere, which a score of 8 frames shows. */
function compareRows(cpu: readonly Row[], cuda: readonly Row[]): void {
  const identity = (
    { variant, filename, status, faces }: Row,
  ) => [variant, filename, status, faces];
  assert.equal(cuda.length, 12);
  if (!tf32) assert.deepEqual(cuda.map(identity), cpu.map(identity));
  const differences = cuda.map((row, i) =>
    Math.abs(Number(row.probability) - Number(cpu[i]!.probability))
  );
  const largest = Math.max(...differences);
  console.log(`probabilities of videos differ by at most ${largest.toExponential(2)}`);
  if (!tf32) assert.ok(largest <= 0.01, `${largest}`);
}
