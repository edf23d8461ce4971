import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeReports } from "../../src/cli/write_reports.ts";
import { AssayError } from "../../src/domain/errors.ts";
import { resumeJournal } from "../../src/runs/journal.ts";
import { writeManifest } from "../../src/runs/manifest.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { withFolder } from "../runs/with_folder.ts";

Deno.test("writeReports makes every file of a run folder, the same each time, and no other", () =>
  withFolder((folder) => {
    const { manifest, records } = fakeRun({ videos: 12 });
    const journal = resumeJournal(join(folder, RUN_FILES.journal));
    for (const record of records) journal.append(record);
    journal.close();
    writeManifest(folder, manifest);
    const summary = writeReports(folder);
    assert.equal(summary.videos.all, 12);
    assert.deepEqual(readdirSync(folder).sort(), Object.values(RUN_FILES).toSorted());
    const contents = () =>
      Object.values(RUN_FILES).map((name) => readFileSync(join(folder, name), "utf8"));
    const first = contents();
    writeReports(folder);
    assert.deepEqual(contents(), first);
  }));

Deno.test("writeReports refuses a folder that is no run", () =>
  withFolder((folder) => {
    assert.throws(
      () => writeReports(folder),
      (error) => error instanceof AssayError && error.exitCode === 3,
    );
  }));
