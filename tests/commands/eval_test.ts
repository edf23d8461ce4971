import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { systemClock } from "../../src/platform/host/clock.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { assay, denoCommand, errorCode, type Outcome, pressCtrlC } from "./run_assay.ts";
import { unfinishRun } from "../runs/written_run.ts";
import { inFolder } from "./in_folder.ts";

const TABLES = ["predictions.csv", "faces.csv", "digests.csv"] as const;

/** A small evaluation of the demo set: three variants that share work, four videos. */
const SMALL = {
  version: 1,
  dataset: "demo",
  split: "test",
  model: "demo",
  provider: "cpu",
  variants: {
    reference: { frames: 6 },
    jittered: { frames: 5, jitter: 2, seed: 3, readIndices: "each" },
    pooled: { frames: 6, pooling: "mean", batchSize: 4 },
  },
};

/** As SMALL, but a video takes a second or so: the evaluation is far from its end when it is interrupted. */
const LONG = {
  ...SMALL,
  variants: {
    ...SMALL.variants,
    reference: { selection: "all", detectorScale: 1 },
  },
};

type Row = Readonly<Record<string, string>>;

function rows(folder: string, table: string): Row[] {
  return parse(readFileSync(join(folder, table)), { columns: true });
}

function tables(folder: string): string[] {
  return TABLES.map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Evaluates `config` into `folder/out`, without the stage cache: its own tests are in stage_cache_test.ts. */
async function evaluate(
  folder: string,
  { out, config = SMALL, flags = [] }: {
    out: string;
    config?: unknown;
    flags?: readonly string[];
  },
): Promise<Outcome & { readonly path: string }> {
  const file = join(folder, `${out}.jsonc`);
  writeFileSync(file, JSON.stringify(config));
  const path = join(folder, out);
  const outcome = await assay([
    "eval",
    "--config",
    file,
    "--limit",
    "4",
    "--cache",
    "off",
    "--out",
    path,
    ...flags,
  ]);
  return { ...outcome, path };
}

Deno.test("eval writes every file, a row for each variant and video, and finds the faces", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr, path } = await evaluate(folder, { out: "run" });
    equal(code, 0, stderr);
    match(stdout, /reference/);
    match(stderr, /^--limit took a sample of 4 of 36 videos: 2 REAL, 2 FAKE, of 4 groups/m);
    match(readFileSync(join(path, "report.md"), "utf8"), /--limit .*took a sample of 4 of 36/);
    const files = readdirSync(path);
    for (
      const name of [
        ...TABLES,
        "manifest.json",
        "journal.jsonl",
        "timings.csv",
        "summary.json",
        "summary.csv",
        "report.md",
        "report.html",
      ]
    ) ok(files.includes(name), `${name} is there`);
    const predictions = rows(path, "predictions.csv");
    equal(predictions.length, 12);
    same([...new Set(predictions.map(({ variant }) => variant))], [
      "reference",
      "jittered",
      "pooled",
    ]);
    for (const row of predictions) {
      equal(row.status, "ok");
      ok(Number(row.faces) >= 4, "faces are found");
      ok(Number(row.probability) >= 0 && Number(row.probability) <= 1);
    }
    const manifest = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
    equal(manifest.status, "complete");
    equal(manifest.execution.used, "cpu");
    match(manifest.dataset.digest, /^[0-9a-f]{64}$/);
  }));

Deno.test("equal inputs give equal bytes: again, with other workers, resumed, a variant alone", () =>
  inFolder(async (folder) => {
    const first = await evaluate(folder, { out: "first" });
    const expected = tables(first.path);
    const second = await evaluate(folder, { out: "second", flags: ["--workers", "1"] });
    same(tables(second.path), expected);

    unfinishRun(second.path, 1);
    for (const name of TABLES) Deno.removeSync(join(second.path, name));
    const resumed = await assay(["eval", "--resume", second.path]);
    equal(resumed.code, 0, resumed.stderr);
    match(resumed.stderr, /1 of them done before/);
    same(tables(second.path), expected);

    const alone = await evaluate(folder, { out: "alone", flags: ["--variant", "pooled"] });
    const ofPooled = (path: string, table: string) =>
      rows(path, table).filter(({ variant }) => variant === "pooled");
    for (const table of ["predictions.csv", "digests.csv"]) {
      same(ofPooled(alone.path, table), ofPooled(first.path, table));
    }
  }));

/** Waits until a journal has a record, or the program that writes it has ended. */
async function firstRecord(journal: string, { status }: Deno.ChildProcess): Promise<void> {
  let ended = false;
  status.then(() => ended = true);
  const isEmpty = () => !existsSync(journal) || readFileSync(journal).length === 0;
  while (!ended && isEmpty()) await systemClock.wait(50);
}

Deno.test("Ctrl-C ends with 130 and says how to go on, and going on finishes the run", () =>
  inFolder(async (folder) => {
    const config = join(folder, "config.jsonc");
    writeFileSync(config, JSON.stringify(LONG));
    const out = join(folder, "run");
    const args = [
      "main.ts",
      "eval",
      "--config",
      config,
      "--out",
      out,
      "--workers",
      "1",
      "--cache",
      "off",
    ];
    const child = denoCommand("eval", args, { detached: true }).spawn();
    await firstRecord(join(out, "journal.jsonl"), child);
    await pressCtrlC(child);
    const { code, stderr } = await child.output();
    const said = new TextDecoder().decode(stderr);
    equal(code, 130, said);
    match(said, /--resume/);
    const records = readFileSync(join(out, "journal.jsonl"), "utf8").trim().split("\n");
    ok(records.length < 36, `${records.length} videos were done`);
    // Ctrl-C also reached ffmpeg and ffprobe; their video must not count as failed.
    ok(records.every((record) => !record.includes("TOOL_KILLED") && !record.includes('"error":"')));
    equal(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")).status, "interrupted");
    const refused = await assay(["eval", "--config", config, "--resume", out, "--set", "frames=4"]);
    equal(errorCode(refused), "RESUME_DIFFERS");
    equal(refused.code, 2);
  }));

Deno.test("videos that a model was trained on are pointed out", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr, path } = await evaluate(folder, {
      out: "train",
      flags: ["--split", "train", "--limit", "1", "--variant", "reference", "--verbose"],
    });
    equal(code, 0, stderr);
    match(stderr, /first video started after \d+ ms, \d+ ms of it for loading networks/);
    match(stderr + stdout, /1 of 1 video is in the training data of model demo/);
    const { warnings } = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
    match(warnings.join(), /training data/);
  }));

Deno.test("isolated timing runs each variant alone and gives the same results", () =>
  inFolder(async (folder) => {
    const shared = await evaluate(folder, { out: "shared", flags: ["--limit", "1"] });
    const config = { ...SMALL, timing: "isolated" };
    const isolated = await evaluate(folder, { out: "isolated", config, flags: ["--limit", "1"] });
    same(tables(isolated.path), tables(shared.path));
    same(
      new Set(rows(isolated.path, "timings.csv").map(({ mode }) => mode)),
      new Set(["isolated"]),
    );
    same(
      new Set(rows(shared.path, "timings.csv").map(({ mode }) => mode)),
      new Set(["attributed"]),
    );
  }));

Deno.test("a bad video is a row that says why, and the others are scored", () =>
  inFolder(async (folder) => {
    const videos = join(folder, "videos");
    const demo = join(projectRoot(), "datasets", "demo");
    const [good] = readdirSync(demo).filter((name) => name.endsWith(".mp4"));
    const bytes = readFileSync(join(demo, good!));
    const names = ["good.mp4", "text.mp4", "cut.mp4", "empty.mp4", "-i evil.mp4", "a:b,'c\"\n.mp4"];
    const contents = [bytes, "hello", bytes.subarray(0, 3000), "", bytes, bytes];
    const labels = Object.fromEntries(names.map((name) => [name, { label: "REAL" }]));
    mkdirSync(videos);
    names.forEach((name, i) => writeFileSync(join(videos, name), contents[i]!));
    writeFileSync(join(videos, "metadata.json"), JSON.stringify(labels));
    const out = join(folder, "run");
    const { code, stderr } = await assay([
      "eval",
      "--dataset",
      videos,
      "--variant",
      "reference",
      "--set",
      "frames=3",
      "--out",
      out,
    ]);
    equal(code, 0, stderr);
    const found = new Map(rows(out, "predictions.csv").map((row) => [row.filename, row]));
    equal(found.size, names.length);
    for (const name of ["good.mp4", "'-i evil.mp4", "a:b,'c\"\n.mp4"]) {
      equal(found.get(name)?.status, "ok", name);
      equal(found.get(name)?.probability, found.get("good.mp4")?.probability);
    }
    for (const name of ["text.mp4", "cut.mp4", "empty.mp4"]) {
      const row = found.get(name)!;
      equal(row.status, "failed");
      equal(row.fallback, "error");
      equal(row.probability, "0.5");
      match(row.error!, /^[A-Z_]+: .+\.$/);
      ok(!row.error!.includes(folder), "no absolute path");
    }
  }));

Deno.test("when no video can be scored the run folder is still written, with exit code 3", () =>
  inFolder(async (folder) => {
    const videos = join(folder, "videos");
    mkdirSync(videos);
    writeFileSync(join(videos, "text.mp4"), "hello");
    const out = join(folder, "run");
    const { code } = await assay([
      "eval",
      "--dataset",
      videos,
      "--allow-unlabelled",
      "--variant",
      "reference",
      "--out",
      out,
    ]);
    equal(code, 3);
    equal(rows(out, "predictions.csv").length, 1);
    ok(existsSync(join(out, "report.html")));
  }));

Deno.test("report writes the tables and reports of a run again", () =>
  inFolder(async (folder) => {
    const { path } = await evaluate(folder, { out: "run", flags: ["--limit", "1"] });
    const before = tables(path);
    for (const name of [...TABLES, "report.html", "summary.json"]) {
      Deno.removeSync(join(path, name));
    }
    const { code, stdout } = await assay(["report", path]);
    equal(code, 0);
    match(stdout, /jittered/);
    same(tables(path), before);
    ok(existsSync(join(path, "report.html")));
  }));
