import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
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

Deno.test("writeReports refuses a folder that is no run", () =>
  withFolder((folder) => {
    return assert.rejects(
      () => writeReports(folder),
      (error) => error instanceof AssayError && error.exitCode === 3,
    );
  }));
