import { deepEqual as same, equal, match, rejects } from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { reportRun } from "../../src/evaluation/interrupted_run.ts";
import { openTerminal } from "../../src/platform/host/terminal.ts";
import { readManifest } from "../../src/runs/manifest.ts";
import { latestUnfinishedRun } from "../../src/runs/run_folder.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { withFolder } from "../runs/with_folder.ts";
import { writeRun } from "../runs/written_run.ts";

/** What a run is told, with a terminal that keeps its warnings. */
function context() {
  const stop = new AbortController();
  const warnings: string[] = [];
  const terminal = {
    ...openTerminal({ quiet: true, verbose: false }),
    warn: (text: string) => void warnings.push(text),
  };
  return { stop, warnings, args: ["eval"], terminal, interrupt: { signal: stop.signal } };
}

Deno.test("a run that is stopped while its reports are written is interrupted and says how to resume", () =>
  withFolder(async (folder) => {
    const run = join(folder, "run");
    writeRun(run, fakeRun({ videos: 3 }));
    const stopped = context();
    const reported = reportRun(run, stopped);
    stopped.stop.abort(new Error("stopped"));
    equal(await reported, null);
    equal(readManifest(run).status, "interrupted");
    equal(stopped.warnings.length, 1);
    match(stopped.warnings[0]!, /Resume with: deno task eval --resume .+run$/);
    equal(latestUnfinishedRun(folder), run);
  }));

Deno.test("a run that is not stopped has its reports and stays complete", () =>
  withFolder(async (folder) => {
    writeRun(folder, fakeRun({ videos: 3 }));
    const calm = context();
    equal((await reportRun(folder, calm))?.videos.all, 3);
    same(calm.warnings, []);
    equal(readManifest(folder).status, "complete");
    equal(existsSync(join(folder, RUN_FILES.html)), true);
  }));

Deno.test("an error that no signal brought about is passed on", () =>
  withFolder(async (folder) => {
    writeRun(folder, fakeRun({ videos: 3 }));
    rmSync(join(folder, RUN_FILES.journal));
    await rejects(reportRun(folder, context()));
    equal(readManifest(folder).status, "complete");
  }));
