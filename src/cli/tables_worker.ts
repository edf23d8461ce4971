import { join } from "node:path";
import { type FileJournal, openAtPlaces } from "../runs/journal.ts";
import { readManifest } from "../runs/manifest.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { writeTables } from "../runs/tables.ts";
import { serveWorker } from "../runtime/serve_worker.ts";

// Writes the tables of a run folder while `write_reports.ts`, which calls it, computes the summary.
/** What the thread is asked for. */
export interface TablesTask {
  readonly folder: string;
  /** Where the journal has its records: looking for them takes as long as reading them. */
  readonly places: ReturnType<FileJournal["places"]>;
}

serveWorker<null, null, TablesTask, true>({
  setup: () => Promise.resolve(null),
  work({ folder, places }) {
    const journal = openAtPlaces(join(folder, RUN_FILES.journal), places);
    try {
      writeTables(folder, { manifest: readManifest(folder), journal });
    } finally {
      journal.close();
    }
    return Promise.resolve(true);
  },
  release: () => Promise.resolve(),
});
