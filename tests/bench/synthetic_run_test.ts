import { equal, notDeepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeSyntheticRun } from "../../src/bench/synthetic_run.ts";
import { writeReports } from "../../src/reports/write_reports.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { inFolder } from "../commands/in_folder.ts";

Deno.test("every report can be written for a synthetic run", () =>
  inFolder(async (folder) => {
    writeSyntheticRun(folder, { videos: 40, variants: 7 }, { seed: 1 });
    const { variants, videos } = await writeReports(folder);
    equal(videos.all, 40);
    equal(variants.length, 7);
    for (const { metrics, statuses } of variants) {
      equal(statuses.ok, 40);
      ok(metrics.auc!.value! > 0.6, "scores tell real from fake");
    }
    const digests = readFileSync(join(folder, "digests.csv"), "utf8").trim().split("\n");
    equal(digests.length, 1 + 40 * 7 * 6);
    return Promise.resolve();
  }));

Deno.test("another seed gives other scores to the same videos", () =>
  inFolder((folder) => {
    const [a, b] = [1, 2].map((seed) => {
      const run = join(folder, String(seed));
      writeSyntheticRun(run, { videos: 2, variants: 1 }, { seed });
      const journal = readJournal(join(run, "journal.jsonl"));
      const records = journal.filenames().map((name) => journal.read(name));
      journal.close();
      return records;
    });
    equal(a!.map(({ filename }) => filename).join(), b!.map(({ filename }) => filename).join());
    notDeepEqual(a![0]!.variants[0]!.probability, b![0]!.variants[0]!.probability);
    return Promise.resolve();
  }));
