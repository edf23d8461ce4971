import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchResult } from "../../src/bench/result.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode, type Outcome, taskFlags } from "./run_assay.ts";

/** The least that can be measured. */
const LITTLE = ["--provider", "cpu", "--repeats", "2", "--seconds", "0", "--warm-up", "0"];

function quickBench(...args: string[]): Promise<Outcome> {
  return assay(["bench", ...args, "--limit", "1", "--set", "frames=2", ...LITTLE]);
}

Deno.test("bench measures variants by stage, writes its result, and compares it on this machine only", () =>
  inFolder(async (folder) => {
    const variants = ["variants", "--variant", "reference", "--variant", "fixed"];
    const { code, stdout, stderr } = await quickBench(...variants, "--out", folder);
    equal(code, 0, stderr);
    match(stdout, /fixed \/ reference/);
    const path = join(folder, "bench.json");
    const result: BenchResult = JSON.parse(readFileSync(path, "utf8"));
    same(result.cases.map(({ name }) => name), ["reference", "fixed"]);
    for (const { samplesMs, parts } of result.cases) {
      equal(samplesMs.length, 2);
      samplesMs.forEach((wall, round) => {
        const sum = Object.values(parts).reduce((total, values) => total + values[round]!, 0);
        ok(Math.abs(sum - wall) < 1e-6, "the parts come to the whole");
      });
    }
    match(readFileSync(join(folder, "bench.md"), "utf8"), /deno task bench variants/);

    const again = await quickBench("--variant", "reference", "--compare", path, "--json");
    equal(again.code, 0, again.stderr);
    const { earlier }: BenchResult = JSON.parse(again.stdout);
    same(earlier?.ratios.map(({ name }) => name), ["reference"]);
    same(earlier?.unmatched, ["fixed"]);

    const other = { ...result, machine: { ...result.machine, cpu: "another" } };
    writeFileSync(path, JSON.stringify(other));
    const refused = await quickBench("--variant", "reference", "--compare", path);
    equal(refused.code, 2);
    equal(errorCode(refused), "BENCH_NOT_COMPARABLE");
    match(refused.stderr, /cpu another there/);
  }));

Deno.test("bench limits tells where all of the time goes, and what share of the limits that is", async () => {
  const outcome = await quickBench("limits", "--variant", "reference", "--json");
  equal(outcome.code, 0, outcome.stderr);
  const { breakdowns: [breakdown], cases, rates }: BenchResult = JSON.parse(outcome.stdout);
  const [whole] = cases.filter(({ name }) => name === "reference");
  ok(whole && breakdown);
  const wall = whole.samplesMs.reduce((sum, ms) => sum + ms, 0) / whole.samplesMs.length;
  const parts = breakdown.parts.reduce((sum, { meanMs }) => sum + meanMs, 0);
  ok(Math.abs(parts - wall) < 1e-6 * wall, `${parts} of ${wall}`);
  const named = breakdown.parts.map(({ name }) => name);
  for (const name of ["decode wait", "half size", "P-Net", "classifier", "digests", "journal"]) {
    ok(named.includes(name), `${name} is not among ${named}`);
  }
  const shares = rates.flatMap(({ name, limit }) => limit ? [`${name} of ${limit.name}`] : []);
  same(shares, [
    "P-Net of matrix product, 1 thread",
    "R-Net of matrix product, 1 thread",
    "O-Net of matrix product, 1 thread",
    "classifier of matrix product, 1 thread",
    "decode stage of ffmpeg alone",
  ]);
});

Deno.test("bench of a video that cannot be worked on measures nothing", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "a.mp4"), "no video");
    writeFileSync(
      join(folder, "metadata.json"),
      JSON.stringify({ "a.mp4": { label: "REAL", split: "test" } }),
    );
    const outcome = await quickBench("--dataset", folder, "--variant", "reference");
    equal(outcome.code, 3);
    equal(errorCode(outcome), "BENCH_VIDEO_FAILED");
  }));

Deno.test("errors in the use of bench come before anything is measured", async () => {
  const cases: [string[], string, number][] = [
    [["bench", "stgaes"], "USAGE", 2],
    [["bench", "--repeats", "none"], "USAGE", 2],
    [["bench", "stages", "--size", "big"], "USAGE", 2],
    [["bench", "--compare", "no/such.json"], "BENCH_NOT_READ", 3],
  ];
  for (const [args, code, exit] of cases) {
    const outcome = await assay(args);
    equal(errorCode(outcome), code, args.join(" "));
    equal(outcome.code, exit, args.join(" "));
  }
});

Deno.test("help needs no variable of the environment that a task may not read", async () => {
  const command = new Deno.Command("deno", {
    args: ["run", ...taskFlags("bench"), "main.ts", "bench", "--help"],
    cwd: projectRoot(),
    env: { NO_COLOR: "" }, // Set, it would keep commander from asking for more.
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout } = await command.output();
  equal(code, 0);
  match(new TextDecoder().decode(stdout), /Subjects:/);
});
