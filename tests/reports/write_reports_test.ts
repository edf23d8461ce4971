import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeReports } from "../../src/reports/write_reports.ts";
import { AssayError } from "../../src/records/errors.ts";
import { CHARTS_FOLDER, RUN_FILES } from "../../src/runs/run_files.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { withFolder } from "../runs/with_folder.ts";
import { writeRun } from "../runs/written_run.ts";

Deno.test("writeReports makes every file of a run folder, the same each time, and no other", () =>
  withFolder(async (folder) => {
    writeRun(folder, fakeRun({ videos: 12 }));
    const summary = await writeReports(folder);
    assert.equal(summary.videos.all, 12);
    assert.deepEqual(
      readdirSync(folder).sort(),
      [...Object.values(RUN_FILES), CHARTS_FOLDER].sort(),
    );
    const charts = readdirSync(join(folder, CHARTS_FOLDER)).map((name) =>
      `${CHARTS_FOLDER}/${name}`
    );
    assert.ok(charts.includes(`${CHARTS_FOLDER}/loss.svg`));
    const markdown = readFileSync(join(folder, RUN_FILES.markdown), "utf8");
    for (const [, path] of markdown.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)) {
      assert.ok(charts.includes(path!), `${path} is shown and is not there`);
    }
    const contents = () =>
      [...Object.values(RUN_FILES), ...charts].map((name) =>
        readFileSync(join(folder, name), "utf8")
      );
    const first = contents();
    await writeReports(folder);
    assert.deepEqual(contents(), first);
  }));

/** A run folder with nothing but its manifest and its journal. */
function unreported(folder: string): void {
  writeRun(folder, fakeRun({ videos: 3 }));
}

Deno.test("several writers of one run's reports do not disturb each other", () =>
  withFolder(async (folder) => {
    unreported(folder);
    await Promise.all(Array.from({ length: 5 }, () => writeReports(folder)));
    const names = readdirSync(folder);
    for (const name of Object.values(RUN_FILES)) assert.ok(names.includes(name), name);
    const left = readdirSync(folder, { recursive: true }).filter((name) => /tmp/.test(`${name}`));
    assert.deepEqual(left, []);
  }));

Deno.test("charts that a report no longer has are removed, files still being written are not", () =>
  withFolder(async (folder) => {
    unreported(folder);
    const charts = join(folder, CHARTS_FOLDER);
    mkdirSync(charts);
    for (const name of ["old.svg", "loss.svg.0a1b2c3d.tmp"]) writeFileSync(join(charts, name), "");
    await writeReports(folder);
    assert.ok(!existsSync(join(charts, "old.svg")));
    assert.ok(existsSync(join(charts, "loss.svg.0a1b2c3d.tmp")));
  }));

Deno.test("writing reports stops when it is told to, and leaves nothing half written", () =>
  withFolder(async (folder) => {
    unreported(folder);
    const stop = new AbortController();
    const written = writeReports(folder, { signal: stop.signal });
    stop.abort(new Error("stopped"));
    await assert.rejects(written, /stopped/);
    const left = readdirSync(folder, { recursive: true }).map(String).sort();
    assert.deepEqual(left, [RUN_FILES.journal, RUN_FILES.manifest]);
  }));

Deno.test("writeReports refuses a folder that is no run", () =>
  withFolder((folder) => {
    return assert.rejects(
      () => writeReports(folder),
      (error) => error instanceof AssayError && error.exitCode === 3,
    );
  }));
