import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { assayHome } from "../../src/platform/files/project.ts";
import { inFolder } from "./in_folder.ts";
import { assay, type Outcome } from "./run_assay.ts";

const TABLES = ["predictions.csv", "faces.csv", "digests.csv"] as const;

const CONFIG = {
  version: 1,
  dataset: "demo",
  split: "test",
  model: "demo",
  provider: "cpu",
  variants: { reference: { frames: 6 }, pooled: { frames: 4, pooling: "mean" } },
};

interface Run extends Outcome {
  readonly path: string;
}

/** Evaluates three videos with the stage cache of `folder/home`, which is empty at first. */
async function evaluate(
  folder: string,
  out: string,
  { flags = [], config = CONFIG }: { flags?: readonly string[]; config?: unknown } = {},
): Promise<Run> {
  const home = join(folder, "home");
  if (!existsSync(home)) {
    mkdirSync(home);
    symlinkSync(join(assayHome(), "graphs"), join(home, "graphs"));
  }
  const path = join(folder, out);
  writeFileSync(`${path}.jsonc`, JSON.stringify(config));
  const args = ["eval", "--config", `${path}.jsonc`, "--limit", "3", "--out", path, ...flags];
  const outcome = await assay(args, { ASSAY_HOME: home });
  equal(outcome.code, 0, outcome.stderr);
  return { ...outcome, path };
}

function text({ path }: Run, name: string): string {
  return readFileSync(join(path, name), "utf8");
}

function tables(run: Run): string[] {
  return TABLES.map((name) => text(run, name));
}

function modes(run: Run): string[] {
  const rows: { mode: string }[] = parse(text(run, "timings.csv"), { columns: true });
  return [...new Set(rows.map(({ mode }) => mode))];
}

Deno.test("a second run says what came from the cache, counts it as no timing, and equals the first", () =>
  inFolder(async (folder) => {
    const first = await evaluate(folder, "first");
    same(modes(first), ["attributed"]);
    same(JSON.parse(text(first, "manifest.json")).cacheHits, { whole: 0, partly: 0 });
    const second = await evaluate(folder, "second", { flags: ["--set", "precision=fp16"] });
    match(second.stderr, /stage cache hits: 3 of 3 videos completely/);
    same(modes(second), ["cached"]);
    const { cacheHits, execution } = JSON.parse(text(second, "manifest.json"));
    same(cacheHits, { whole: 3, partly: 0 });
    equal(execution.cache, true);
    const [{ timing }] = JSON.parse(text(second, "summary.json")).variants;
    equal(timing.medianMs, null);
    match(text(second, "report.md"), /3 of 3 videos were read from the stage cache/);

    const without = await evaluate(folder, "without", {
      flags: ["--set", "precision=fp16", "--cache", "off"],
    });
    same(tables(without), tables(second));
    same(modes(without), ["attributed"]);
    equal(JSON.parse(text(without, "manifest.json")).execution.cache, false);
    same(tables(await evaluate(folder, "again")), tables(first));
  }));

Deno.test("two evaluations at once over one cache do not disturb each other", () =>
  inFolder(async (folder) => {
    const other = { ...CONFIG, variants: { reference: { frames: 9 } } };
    const alone = await evaluate(folder, "alone", { flags: ["--cache", "off"] });
    const [a, b] = await Promise.all([
      evaluate(folder, "a"),
      evaluate(folder, "b"),
      evaluate(folder, "c", { config: other }),
    ]);
    for (const run of [a, b]) same(tables(run), tables(alone));
    const after = await evaluate(folder, "after");
    same(tables(after), tables(alone));
    same(modes(after), ["cached"]);
  }));

Deno.test("where the cache cannot be written a run warns once and goes on", () =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, "home"));
    symlinkSync(join(assayHome(), "graphs"), join(folder, "home", "graphs"));
    writeFileSync(join(folder, "home", "stages"), "no folder");
    const run = await evaluate(folder, "run");
    const warnings = run.stderr.match(/warning: nothing more is stored in the stage cache/g);
    equal(warnings?.length, 1);
    ok(text(run, "predictions.csv").includes(",ok,"));
  }));
