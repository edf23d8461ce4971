import { equal, match, throws } from "node:assert/strict";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { AssayError } from "../../src/records/errors.ts";
import { writeReports } from "../../src/reports/write_reports.ts";
import { resumeJournal } from "../../src/runs/journal.ts";
import { requireOwnEntries } from "../../src/runs/own_entries.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { newRunFolder } from "../../src/runs/run_folder.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";
import { writeRun } from "./written_run.ts";

const OUTSIDE = "not to be touched\n";

/** Runs a test with a run's folder and a file and a folder outside it, whose content must stay. */
async function besideOutside(
  test: (places: { run: string; file: string; folder: string }) => void | Promise<void>,
): Promise<void> {
  await withFolder(async (parent) => {
    const [run, folder] = [join(parent, "run"), join(parent, "outside")];
    const file = join(folder, "file");
    mkdirSync(folder);
    writeFileSync(file, OUTSIDE);
    writeRun(run, fakeRun({ videos: 2, variants: { reference: {} } }));
    await test({ run, file, folder });
    equal(readFileSync(file, "utf8"), OUTSIDE);
    equal(readdirSync(folder).join(), "file");
  });
}

function refuses(action: () => unknown, name: string): void {
  throws(action, (error: AssayError) => {
    equal(`${error.code} ${error.exitCode}`, "LINK_NOT_WRITTEN 3");
    match(error.message, new RegExp(`${name.replaceAll(".", "\\.")} is a (hard )?link`));
    return true;
  });
}

Deno.test("a run's folder in which anything that is written is a link is refused by name", () =>
  besideOutside(async ({ run, file, folder }) => {
    for (const name of [...Object.values(RUN_FILES), "thumbs", "charts", "repeats", "repeats/1"]) {
      mkdirSync(join(run, "repeats"), { recursive: true });
      rmSync(join(run, name), { recursive: true, force: true });
      symlinkSync(name.includes(".") ? file : folder, join(run, name));
      refuses(() => requireOwnEntries(run), name);
      refuses(() => newRunFolder("", run), name);
      await writeReports(run).then(
        () => equal(name, "refused"),
        (error) =>
          refuses(() => {
            throw error;
          }, name),
      );
      rmSync(join(run, name));
    }
  }));

Deno.test("a journal that is a link of either kind is not added to", () =>
  besideOutside(({ run, file }) => {
    const journal = join(run, RUN_FILES.journal);
    for (const link of [symlinkSync, linkSync]) {
      rmSync(journal);
      link(file, journal);
      refuses(() => resumeJournal(journal), RUN_FILES.journal);
    }
  }));

Deno.test("hard links to a run's other files are left behind, and temporary names are not followed", () =>
  besideOutside(async ({ run, file }) => {
    for (const name of [RUN_FILES.predictions, RUN_FILES.html]) linkSync(file, join(run, name));
    symlinkSync(file, join(run, `.${RUN_FILES.predictions}.tmp`));
    await writeReports(run);
    match(readFileSync(join(run, RUN_FILES.predictions), "utf8"), /^variant,filename/);
  }));
