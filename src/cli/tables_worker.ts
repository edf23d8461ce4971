import { join } from "node:path";
import { readJournal } from "../runs/journal.ts";
import { readManifest } from "../runs/manifest.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { writeTables } from "../runs/tables.ts";
import { serveWorker } from "../runtime/serve_worker.ts";

// Writes the tables of a run folder while `write_reports.ts`, which calls it, computes the summary.
serveWorker<null, null, string, true>({
  setup: () => Promise.resolve(null),
  work(folder) {
    const journal = readJournal(join(folder, RUN_FILES.journal));
    try {
      writeTables(folder, { manifest: readManifest(folder), journal });
    } finally {
      journal.close();
    }
    return Promise.resolve(true);
  },
  release: () => Promise.resolve(),
});
