import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../../src/records/errors.ts";
import type { RunStatus } from "../../src/records/manifest.ts";
import { removeFailedStart } from "../../src/runs/failed_start.ts";
import { removeLeftovers, STALE_MS } from "../../src/runs/leftovers.ts";
import { readManifest, writeManifest } from "../../src/runs/manifest.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { latestUnfinishedRun, newRunFolder, newRunId } from "../../src/runs/run_folder.ts";
import { manualClock } from "../platform/host/manual_clock.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";
import { writeRun } from "./written_run.ts";

const { manifest } = fakeRun({ videos: 1 });

function exitCode(code: number): (error: unknown) => boolean {
  return (error) => error instanceof AssayError && error.exitCode === code;
}

function addRun(
  reports: string,
  { name, status, startedAt }: { name: string; status: RunStatus; startedAt: string },
): string {
  const folder = join(reports, name);
  mkdirSync(folder, { recursive: true });
  writeManifest(folder, { ...manifest, status, times: { ...manifest.times, startedAt } });
  if (status === "complete") writeFileSync(join(folder, RUN_FILES.html), "");
  return folder;
}

Deno.test("a manifest reads back unchanged", () =>
  withFolder((folder) => {
    writeManifest(folder, manifest);
    writeManifest(folder, manifest);
    assert.deepEqual(readManifest(folder), manifest);
    assert.deepEqual(readdirSync(folder), ["manifest.json"]);
  }));

Deno.test("a missing, a broken and a newer manifest are errors with exit code 3", () =>
  withFolder((folder) => {
    assert.throws(() => readManifest(folder), exitCode(3));
    writeFileSync(join(folder, "manifest.json"), '{"schemaVersion": 1,');
    assert.throws(() => readManifest(folder), exitCode(3));
    writeFileSync(join(folder, "manifest.json"), '{"schemaVersion": 3}');
    assert.throws(() => readManifest(folder), /schema version 3, not 2/);
    writeFileSync(join(folder, "manifest.json"), '{"schemaVersion": 2}');
    assert.throws(() => readManifest(folder), /does not match the hash in it/);
    writeFileSync(join(folder, "manifest.json"), "null");
    assert.throws(() => readManifest(folder), exitCode(3));
  }));

Deno.test("run ids sort by time", () => {
  const early = newRunId(new Date("2026-03-01T09:30:00Z"));
  assert.match(early, /^2026-03-01T09-30-00Z-[0-9a-f]{4}$/);
  assert.ok(early < newRunId(new Date("2026-03-01T09:30:01Z")));
});

Deno.test("a new run gets a folder of its own, or the one it was told", () =>
  withFolder((folder) => {
    const reports = join(folder, "reports");
    const first = newRunFolder(reports, null);
    assert.equal(first.path, join(reports, first.runId));
    assert.deepEqual(readdirSync(first.path), []);
    assert.notEqual(newRunFolder(reports, null).path, first.path);
    const out = join(folder, "deep", "out");
    assert.equal(newRunFolder(reports, out).path, out);
    assert.ok(existsSync(out));
  }));

Deno.test("a folder that holds a run or cannot be written is wrong usage", () =>
  withFolder((folder) => {
    const holding = addRun(folder, { name: "a", status: "complete", startedAt: "2026-01-01" });
    assert.throws(() => newRunFolder(folder, holding), exitCode(2));
    writeFileSync(join(folder, "file"), "");
    assert.throws(() => newRunFolder(folder, join(folder, "file", "out")), exitCode(2));
  }));

Deno.test("a folder whose run got no record before it failed can be used again", () =>
  withFolder((folder) => {
    const facts = { startedAt: "2026-01-01" };
    for (const status of ["running", "failed", "interrupted"] as const) {
      const begun = addRun(folder, { name: status, status, ...facts });
      assert.equal(newRunFolder(folder, begun).path, begun);
      writeFileSync(join(begun, "journal.jsonl"), "");
      assert.equal(newRunFolder(folder, begun).path, begun);
      writeFileSync(join(begun, "journal.jsonl"), "{");
      assert.throws(() => newRunFolder(folder, begun), exitCode(2));
    }
    const alone = join(folder, "alone");
    mkdirSync(alone);
    writeFileSync(join(alone, "journal.jsonl"), "");
    assert.equal(newRunFolder(folder, alone).path, alone, "an empty journal alone");
    writeFileSync(join(alone, "manifest.json"), '{"name": "of something else"}');
    assert.throws(() => newRunFolder(folder, alone), exitCode(2));
  }));

Deno.test("a folder whose run failed over every video can be used again; one with any result cannot", () =>
  withFolder((folder) => {
    const failing = (of: (number: number) => boolean) => {
      const run = fakeRun({ videos: 3 });
      const records = run.records.map((record, number) => ({
        ...record,
        variants: record.variants.map((verdict) =>
          of(number) ? { ...verdict, status: "failed" as const } : verdict
        ),
      }));
      return { ...run, records };
    };
    const all = join(folder, "all"), most = join(folder, "most");
    writeRun(all, failing(() => true));
    assert.equal(newRunFolder(folder, all).path, all);
    writeRun(most, failing((number) => number !== 1));
    assert.throws(() => newRunFolder(folder, most), exitCode(2));
    writeFileSync(join(all, "notes.txt"), "mine");
    removeFailedStart(all);
    assert.deepEqual(readdirSync(all), ["notes.txt"]);
    removeFailedStart(most);
    assert.ok(!existsSync(most));
  }));

Deno.test("what killed writes left behind goes, and nothing else", () =>
  withFolder((folder) => {
    mkdirSync(join(folder, "thumbs", "a-12.0a1b2c3d.tmp"), { recursive: true });
    mkdirSync(join(folder, ".predictions.csv.tmp"));
    const left = ["manifest.json.0a1b2c3d.tmp", ".0a1b2c3d.tmp", ".digests.csv.tmp"];
    const kept = ["notes.tmp", "manifest.json", "a.0a1b2c3d.tmp.txt"];
    for (const name of [...left, ...kept]) writeFileSync(join(folder, name), "");
    const clock = manualClock(Date.now());
    removeLeftovers(folder, { olderThan: STALE_MS, clock });
    assert.equal(readdirSync(folder).length, left.length + kept.length + 2, "just written");
    clock.advance(2 * STALE_MS);
    removeLeftovers(folder, { olderThan: STALE_MS, clock });
    assert.deepEqual(readdirSync(folder).sort(), [...kept, "thumbs"].sort());
    assert.deepEqual(readdirSync(join(folder, "thumbs")), []);
  }));

Deno.test("the newest run that is not complete is found among finished ones and other folders", () =>
  withFolder((folder) => {
    assert.equal(latestUnfinishedRun(join(folder, "absent")), null);
    mkdirSync(join(folder, "baselines"));
    writeFileSync(join(folder, ".gitignore"), "*");
    addRun(folder, { name: "c", status: "complete", startedAt: "2026-03-03T00:00:00.000Z" });
    assert.equal(latestUnfinishedRun(folder), null);
    addRun(folder, { name: "z", status: "running", startedAt: "2026-03-01T00:00:00.000Z" });
    const newest = addRun(folder, {
      ...{ name: "b", status: "interrupted", startedAt: "2026-03-02T00:00:00.000Z" },
    });
    assert.equal(latestUnfinishedRun(folder), newest);
  }));

Deno.test("a run whose reports were not written is unfinished", () =>
  withFolder((folder) => {
    const run = addRun(folder, { name: "a", status: "complete", startedAt: "2026-03-01" });
    assert.equal(latestUnfinishedRun(folder), null);
    rmSync(join(run, RUN_FILES.html));
    assert.equal(latestUnfinishedRun(folder), run);
  }));

Deno.test("a run whose repeats are not all complete is unfinished", () =>
  withFolder((folder) => {
    const facts = { status: "complete", startedAt: "2026-03-03T00:00:00.000Z" } as const;
    const run = addRun(folder, { name: "c", ...facts });
    writeManifest(run, { ...readManifest(run), repeats: 2 });
    assert.equal(latestUnfinishedRun(folder), run);
    for (const number of [1, 2]) addRun(join(run, "repeats"), { name: String(number), ...facts });
    assert.equal(latestUnfinishedRun(folder), null);
    addRun(join(run, "repeats"), { ...facts, name: "2", status: "interrupted" });
    assert.equal(latestUnfinishedRun(folder), run);
  }));
