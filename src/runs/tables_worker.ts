import { join } from "node:path";
import { type FileJournal, openAtPlaces } from "./journal.ts";
import { readManifest } from "./manifest.ts";
import { RUN_FILES } from "./run_files.ts";
import { writeTables } from "./tables.ts";
import { serveWorker } from "../platform/workers/serve_worker.ts";

// Writes the tables of a run folder while `write_reports.ts`, which calls it, computes the summary.
/** The task of the thread. */
export interface TablesTask {
  readonly folder: string;
  /** Places of the journal's records, since locating them takes as long as reading them. */
  readonly places: ReturnType<FileJournal["places"]>;
  readonly tagNames: readonly string[];
}

serveWorker<null, null, TablesTask, true>({
  setup: () => Promise.resolve(null),
  work({ folder, ...located }) {
    const journal = openAtPlaces(join(folder, RUN_FILES.journal), located);
    try {
      writeTables(folder, { manifest: readManifest(folder), journal });
    } finally {
      journal.close();
    }
    return Promise.resolve(true);
  },
  release: () => Promise.resolve(),
});
