import { deepEqual as same, equal, match, notDeepEqual, ok } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repeatSettings } from "../../src/evaluation/repeat_baseline.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { inFolder } from "../commands/in_folder.ts";
import { assay } from "../commands/run_assay.ts";
import { unfinishRun } from "../runs/written_run.ts";

/** Two variants of two videos; `other` is not repeated. */
const CONFIG = {
  version: 1,
  dataset: "demo",
  split: "test",
  model: "demo",
  provider: "cpu",
  variants: { reference: { frames: 3 }, other: { frames: 2 } },
  sweep: { batchSize: [4] },
};

Deno.test("repeats on the CPU differ from the run and from each other in batches or threads", () => {
  const { manifest } = fakeRun({ variants: { reference: { batchSize: 2 } } });
  const settings = [1, 2, 3, 4, 5, 6].map((number) => repeatSettings(manifest, number)!);
  equal(new Set(settings.map((one) => JSON.stringify(one))).size, 6);
  for (const one of settings) {
    notDeepEqual(one, { batchSize: 2, threads: 1 });
    ok(one.batchSize !== 2);
  }
});

Deno.test("on a GPU repeats keep the run's settings", () => {
  const { manifest } = fakeRun();
  const execution = { ...manifest.execution, used: "cuda" as const };
  equal(repeatSettings({ ...manifest, execution }, 1), null);
});

Deno.test("--repeat-baseline measures a noise floor, can be resumed, and report includes it", () =>
  inFolder(async (folder) => {
    const config = join(folder, "config.jsonc");
    writeFileSync(config, JSON.stringify(CONFIG));
    const out = join(folder, "run");
    const flags = ["--config", config, "--limit", "2", "--cache", "off"];
    const first = await assay(["eval", ...flags, "--out", out, "--repeat-baseline", "2"]);
    equal(first.code, 0, first.stderr);
    match(first.stdout, /Noise floor: log loss of "reference" .* 3 runs/);
    const repeat = (number: number, file: string) => join(out, "repeats", String(number), file);
    const manifest = JSON.parse(readFileSync(repeat(1, "manifest.json"), "utf8"));
    same(manifest.variants.map(({ name }: { name: string }) => name), ["reference"]);
    equal(manifest.variants[0].parameters.batchSize, 2);
    equal(manifest.execution.threadsPerSession, 2);
    const journals = () => [1, 2].map((n) => readFileSync(repeat(n, "journal.jsonl"), "utf8"));
    const before = journals();
    ok(before.every((journal) => journal.trim().split("\n").length === 2));

    unfinishRun(join(out, "repeats", "2"), 1);
    Deno.removeSync(config); // the run's manifest says what is repeated
    const resumed = await assay(["eval", "--resume", out]);
    equal(resumed.code, 0, resumed.stderr);
    match(resumed.stderr, /repeat 2 of 2/);
    ok(!/repeat 1 of 2/.test(resumed.stderr), "the first is complete");
    equal(journals()[0], before[0]);
    equal(journals()[1]!.trim().split("\n").length, 2);

    Deno.removeSync(join(out, "summary.json"));
    equal((await assay(["report", out])).code, 0);
    const { noise, variants } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
    equal(noise.runs, 3);
    equal(noise.videos.length, 2);
    equal(variants[1].comparison.metrics.logLoss.noise, noise.metrics.logLoss.bound);
    match(noise.meaning, /^95 % prediction bound from 2 repeats/);
    ok(existsSync(join(out, "predictions.parquet")));
  }));
