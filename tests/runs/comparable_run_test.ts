import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { valueAt } from "../../src/records/coded_column.ts";
import { digestAt, digestsOf } from "../../src/records/digest_column.ts";
import { AssayError } from "../../src/records/errors.ts";
import { type Digest, STAGES } from "../../src/records/run_result.ts";
import { readComparableRun } from "../../src/runs/comparable_run.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readColumns } from "../../src/runs/run_columns.ts";
import { stagesOf, timingMode } from "../../src/runs/table_rows.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";
import { writeRun } from "./written_run.ts";

const ANOTHER = "0123456789abcdef" as Digest;

Deno.test("the columns are those of the run's statistics, and of its records", () =>
  withFolder((folder) => {
    const run = fakeRun({ videos: 40, facesPerVideo: 1 });
    writeRun(folder, run);
    const comparable = readComparableRun(folder);
    const journal = readJournal(join(folder, "journal.jsonl"));
    const columns = readColumns(run.manifest, journal);
    journal.close();
    assert.equal(comparable.name, basename(folder));
    assert.deepEqual(comparable.filenames, columns.filenames);
    assert.deepEqual(comparable.labels, columns.labels);
    assert.deepEqual(comparable.groups, columns.groups);
    comparable.variants.forEach((variant, v) => {
      assert.deepEqual(variant.probabilities, columns.variants[v]!.probabilities);
      assert.deepEqual(variant.faces, columns.variants[v]!.faces);
      assert.deepEqual(variant.parameters, run.manifest.variants[v]!.parameters);
    });
    for (const record of run.records) {
      const row = comparable.filenames.indexOf(record.filename);
      assert.equal(comparable.contentHashes[row], record.contentHash);
      record.variants.forEach((verdict, v) => {
        const { statuses, fallbacks, digests, modes, totalMs } = comparable.variants[v]!;
        const stages = stagesOf(record, verdict);
        const total = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
        assert.deepEqual(
          [valueAt(statuses, row), valueAt(fallbacks, row), valueAt(modes, row), totalMs[row]],
          [verdict.status, verdict.fallback, timingMode(stages), Math.fround(total)],
        );
        assert.deepEqual(
          STAGES.map((_, s) => digestAt(digests[s]!, row)),
          stages.map(({ digest }) => digest),
        );
      });
    }
  }));

Deno.test("variants have a column of digests in common until their work parts", () =>
  withFolder((folder) => {
    const { manifest, records } = fakeRun({ videos: 6 });
    const [first, second] = [0, 1];
    const last = records.map(({ filename }) => filename).sort().at(-1);
    const parted = records.map((record) => {
      const variants = record.variants.map((verdict) => ({ ...verdict }));
      const { stages } = variants[first]!;
      // The same detection for both, but in the last video.
      if (record.filename !== last) {
        variants[second]!.stages = variants[second]!.stages.map((at, s) => s < 3 ? stages[s]! : at);
      } else {
        const own = { ...record.stages[stages[2]!]!, digest: ANOTHER };
        variants[second]!.stages = variants[second]!.stages.with(2, record.stages.length);
        return { ...record, stages: [...record.stages, own], variants };
      }
      return { ...record, variants };
    });
    writeRun(folder, { manifest, records: parted });
    const { variants, filenames } = readComparableRun(folder);
    const [one, other] = [variants[first]!.digests, variants[second]!.digests];
    assert.equal(
      one[0] === other[0],
      parted.every(({ variants }) => variants[first]!.stages[0] === variants[second]!.stages[0]),
    );
    assert.notEqual(one[2], other[2]);
    const [ofOne, ofOther] = [digestsOf(one[2]!), digestsOf(other[2]!)];
    assert.deepEqual(ofOne.slice(0, -1), ofOther.slice(0, -1));
    assert.equal(ofOther[filenames.length - 1], ANOTHER);
    assert.equal(ofOther.length, filenames.length);
  }));

Deno.test("a run that is not finished is refused, with how to finish it", () =>
  withFolder((folder) => {
    const { manifest, records } = fakeRun({ videos: 4 });
    writeRun(folder, { manifest: { ...manifest, status: "interrupted" }, records });
    assert.throws(() => readComparableRun(folder), (error) => {
      assert.ok(error instanceof AssayError);
      assert.deepEqual([error.code, error.exitCode], ["RUN_UNFINISHED", 3]);
      return /--resume/.test(error.message);
    });
  }));

Deno.test("a folder that is no run is refused", () =>
  withFolder((folder) => {
    assert.throws(
      () => readComparableRun(folder),
      (error) => error instanceof AssayError && error.code === "MANIFEST_NOT_READ",
    );
  }));
