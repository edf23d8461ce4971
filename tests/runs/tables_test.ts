import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { AssayError } from "../../src/records/errors.ts";
import { STAGES } from "../../src/records/run_result.ts";
import { readJournal, resumeJournal } from "../../src/runs/journal.ts";
import { writeTables } from "../../src/runs/tables.ts";
import { type FakeRun, fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";

const TABLES = ["predictions.csv", "faces.csv", "timings.csv", "digests.csv"];

type Row = Record<string, string>;

function write(folder: string, { manifest, records }: FakeRun): void {
  const path = join(folder, "journal.jsonl");
  writeFileSync(path, "");
  const journal = resumeJournal(path);
  for (const record of records) journal.append(record);
  writeTables(folder, { manifest, journal });
  journal.close();
}

function rowsOf(folder: string, table: string): Row[] {
  return parse(readFileSync(join(folder, table)), { columns: true, record_delimiter: "\r\n" });
}

Deno.test("tables are byte-identical in whatever order the journal has its records", () =>
  withFolder((folder) => {
    const plain = fakeRun({ videos: 8, facesPerVideo: 2, filenames: ["😀.mp4", "\uffee.mp4"] });
    const tagged = plain.records.map((record, i) => ({ ...record, tags: { [`t${i % 3}`]: "v" } }));
    const run = { ...plain, records: tagged };
    write(folder, run);
    const expected = TABLES.slice(0, 4).map((table) => readFileSync(join(folder, table), "utf8"));
    const order = fc.shuffledSubarray([...run.records], { minLength: run.records.length });
    fc.assert(
      fc.property(order, (records) => {
        write(folder, { ...run, records });
        const found = TABLES.map((table) => readFileSync(join(folder, table), "utf8"));
        assert.deepEqual(found, expected);
      }),
      { numRuns: 15 },
    );
  }));

Deno.test("predictions.csv has a row for each variant and video, in config and code point order", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 20 });
    write(folder, run);
    const rows = rowsOf(folder, "predictions.csv");
    assert.equal(
      Object.keys(rows[0]!).join(),
      "variant,filename,label,group,split,probability,logLoss,faces,framesRequested,framesRead," +
        "branch,status,fallback,error,tag.codec,tag.duration,tag.facesFound,tag.resolution",
    );
    const filenames = run.records.map(({ filename }) => filename).sort();
    assert.deepEqual(
      rows.map(({ variant, filename }) => [variant, filename]),
      run.manifest.variants.flatMap(({ name }) => filenames.map((filename) => [name, filename])),
    );
    const byName = new Map(run.records.map((record) => [record.filename as string, record]));
    for (const row of rows) {
      const record = byName.get(row.filename!)!;
      const verdict = record.variants.find(({ variant }) => variant === row.variant)!;
      const truth = record.label === "FAKE" ? verdict.probability : 1 - verdict.probability;
      assert.equal(Number(row.probability), verdict.probability);
      assert.ok(Math.abs(Number(row.logLoss) + Math.log(truth)) < 1e-12);
      assert.equal(row.status, verdict.status);
      assert.equal(row.error, verdict.error ?? "");
    }
  }));

Deno.test("predictions.csv has a column for each tag behind the others, by code point of its name", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 3, variants: { reference: {}, quick: { frames: 8 } } });
    const tags = [
      { method: "=x", "Ä": "1", __proto__x: "p" },
      { codec: "dataset's", "😀": "smile" },
      undefined,
    ];
    const records = run.records.map((record, i) => tags[i] ? { ...record, tags: tags[i] } : record);
    write(folder, { ...run, records });
    const rows = rowsOf(folder, "predictions.csv");
    assert.deepEqual(Object.keys(rows[0]!).slice(13), [
      "error",
      ...["__proto__x", "codec", "duration", "facesFound", "method", "resolution", "Ä", "😀"]
        .map((name) => `tag.${name}`),
    ]);
    assert.deepEqual(
      rows.map((row) => [row["tag.method"], row["tag.codec"], row["tag.Ä"], row["tag.duration"]]),
      [0, 1].flatMap(() => [
        ["", "dataset's", "", "<5 s"],
        ["'=x", "", "1", "<5 s"],
        ["", "", "", "<5 s"],
      ]),
    );
    assert.deepEqual(
      rows.map((row) => [row["tag.facesFound"], row["tag.resolution"]]),
      rows.map(() => [">=2", "<480"]),
    );
  }));

Deno.test("a video without a label has no log loss, and what is unknown is empty", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 2, variants: { reference: {} } });
    const records = run.records.map((record) => ({ ...record, label: null, split: null }));
    write(folder, { ...run, records });
    for (const row of rowsOf(folder, "predictions.csv")) {
      assert.deepEqual([row.label, row.split, row.logLoss, row.fallback], ["", "", "", ""]);
    }
  }));

Deno.test("faces.csv has a column for each classifier in the manifest's order, empty where not asked", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 3, variants: { b: { batchSize: 9 }, a: { batchSize: 2 } } });
    const records = run.records.map((record) => ({
      ...record,
      faces: record.faces.toReversed().map((face) =>
        face.frame === 0 ? { ...face, scores: { "demo@fp32@b2": 0.25 } } : face
      ),
    }));
    write(folder, { ...run, records });
    const rows = rowsOf(folder, "faces.csv");
    assert.equal(
      Object.keys(rows[0]!).join(),
      "filename,frame,face,faceDetection,facePreparation,x1,y1,x2,y2,detection," +
        "demo@fp32@b9,demo@fp32@b2",
    );
    assert.equal(rows.length, 18);
    for (const row of rows) {
      assert.equal(row["demo@fp32@b9"] === "", row.frame === "0");
      assert.equal(row.y1, "-2", "a negative number stays a number");
    }
    const places = rows.map(({ filename, frame, face }) => [filename, Number(frame), Number(face)]);
    assert.deepEqual(places, places.toSorted(), "sorted by filename, frame, face");
  }));

Deno.test("timings.csv adds up and says how the times were come by", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 2, variants: { reference: {}, quick: { frames: 8 } } });
    const modes = ["cached", "isolated"] as const;
    const records = run.records.map((record, i) => ({
      ...record,
      stages: record.stages.map((stage, j) =>
        i === 0 && j > 0 ? stage : { ...stage, mode: modes[i]! }
      ),
    }));
    write(folder, { ...run, records });
    const rows = rowsOf(folder, "timings.csv");
    assert.equal(
      Object.keys(rows[0]!).join(),
      "variant,filename,decodeMs,detectMs,cropMs,classifyMs,poolMs,totalMs,mode",
    );
    assert.deepEqual(rows.map(({ mode }) => mode), [
      ...["isolated", "cached"],
      ...["isolated", "attributed"],
    ]);
    for (const row of rows) {
      const shown = ["decodeMs", "detectMs", "cropMs", "classifyMs", "poolMs"];
      const sum = shown.reduce((total, column) => total + Number(row[column]), 0);
      const difference = Number(row.totalMs) - sum;
      assert.ok(difference > 0 && difference < 3, "the choice of frames is in the total");
    }
  }));

Deno.test("digests.csv has the stages in pipeline order, empty where a stage was not reached", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 2 });
    const records = run.records.map((record) => ({
      ...record,
      stages: record.stages.map((stage) =>
        stage.stage === "pool" ? { ...stage, digest: null } : stage
      ),
    }));
    write(folder, { ...run, records });
    const rows = rowsOf(folder, "digests.csv");
    assert.equal(Object.keys(rows[0]!).join(), "variant,filename,stage,key,digest");
    assert.deepEqual(rows.slice(0, 6).map(({ stage }) => stage), [...STAGES]);
    assert.equal(rows.length, 6 * 2 * run.manifest.variants.length);
    for (const row of rows) {
      assert.match(row.digest!, row.stage === "pool" ? /^$/ : /^[0-9a-f]{16}$/);
    }
  }));

Deno.test("a record of other variants than the manifest's is an error, and no file is left behind", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 2, variants: { reference: {}, quick: { frames: 8 } } });
    const manifest = { ...run.manifest, variants: run.manifest.variants.slice(0, 1) };
    assert.throws(
      () => write(folder, { ...run, manifest }),
      (error) => error instanceof AssayError && error.exitCode === 3,
    );
    assert.deepEqual(readdirSync(folder), ["journal.jsonl"]);
  }));

Deno.test("a run without videos has tables with their headings alone", () =>
  withFolder((folder) => {
    write(folder, fakeRun({ videos: 0 }));
    for (const table of TABLES) assert.equal(rowsOf(folder, table).length, 0);
    const files = ["journal.jsonl", "faces.parquet", "predictions.parquet", ...TABLES];
    assert.deepEqual(readdirSync(folder).sort(), files.sort());
  }));

Deno.test("more text than the spill holds in memory comes out whole", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 500, variants: { reference: {}, quick: { frames: 8 } } });
    write(folder, run);
    const rows = rowsOf(folder, "digests.csv");
    assert.equal(rows.length, 500 * 2 * 6);
    assert.ok(rows.slice(0, 3000).every(({ variant }) => variant === "reference"));
    const journal = readJournal(join(folder, "journal.jsonl"));
    assert.deepEqual(
      rows.slice(3000).filter(({ stage }) => stage === "pool").map(({ filename }) => filename),
      journal.filenames(),
    );
    journal.close();
  }));
