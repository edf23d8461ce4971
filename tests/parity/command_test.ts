import { deepEqual as same, equal, match } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assay, errorCode } from "../commands/run_assay.ts";
import { inFolder } from "../commands/in_folder.ts";

/** Golden data of pooling alone: two scores whose mean is `result`. */
function goldenFolder(folder: string, result: number): string {
  const path = join(folder, `golden ${result}`);
  mkdirSync(path);
  const pooled = { branch: "mean", threshold: 0.8, dtype: "float64", result };
  const cases = [{ name: "two faces", pred: [0.25, 0.75], ...pooled }];
  writeFileSync(join(path, "strategy.json"), JSON.stringify({ cases, ensemble: [] }));
  return path;
}

Deno.test("parity prints a row for each measure and ends with 0 when all agree", () =>
  inFolder(async (folder) => {
    const golden = goldenFolder(folder, 0.5);
    const { code, stdout, stderr } = await assay(["parity", "--golden", golden]);
    equal(code, 0, stderr);
    match(stdout, /^pooling .*\n.*\n +confident, float64 +1 +1 +0 +0 +0 +ok$/m);
    match(stdout, /^sampling .* left out$/m);
    match(stdout, /^sampling, left out: sampling\.json of the golden data is missing$/m);
  }));

Deno.test("parity ends with 1 when a number differs, and names the case", () =>
  inFolder(async (folder) => {
    const golden = goldenFolder(folder, 0.51);
    const { code, stdout } = await assay(["parity", "--golden", golden, "--stage", "pooling"]);
    equal(code, 1);
    match(stdout, /DIFFERS/);
    match(stdout, /differ in two faces/);
  }));

Deno.test("parity as JSON is one list of stages, nothing else on stdout", () =>
  inFolder(async (folder) => {
    const golden = goldenFolder(folder, 0.5);
    const flags = ["--golden", golden, "--stage", "pooling", "--json"];
    const { code, stdout } = await assay(["parity", ...flags]);
    equal(code, 0);
    const [stage, ...more] = JSON.parse(stdout);
    same(more, []);
    equal(stage.stage, "pooling");
    equal(stage.verdict, "ok");
    same(stage.measures[2], {
      what: "confident, float64",
      cases: 1,
      exact: 1,
      within: 0,
      worst: 0,
      tolerance: 0,
      unit: "",
      broken: [],
    });
  }));

Deno.test("parity without golden data, or without any for the stage, ends with 3 and a remedy", () =>
  inFolder(async (folder) => {
    for (
      const flags of [[join(folder, "nowhere")], [goldenFolder(folder, 0.5), "--stage", "metrics"]]
    ) {
      const outcome = await assay(["parity", "--golden", ...flags]);
      equal(outcome.code, 3);
      equal(errorCode(outcome), "GOLDEN_MISSING");
      match(outcome.stderr, /--golden DIR/);
    }
  }));

Deno.test("an unknown stage of parity is an error with a suggestion", async () => {
  const outcome = await assay(["parity", "--stage", "poolin"]);
  equal(outcome.code, 2);
  equal(errorCode(outcome), "USAGE");
  match(outcome.stderr, /"pooling"/);
});
