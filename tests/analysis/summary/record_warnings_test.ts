import assert from "node:assert/strict";
import type { DataWarningKind } from "../../../src/records/data_warning.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { Label } from "../../../src/records/video.ts";
import { recordWarnings } from "../../../src/analysis/summary/record_warnings.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { journalOf } from "./fake_summary.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";

const VARIANTS = { reference: {}, mean: { pooling: "mean" } };

/** A run with nothing wrong: every video scored, none with confidence against its label. */
function cleanRun(videos = 40): FakeRun {
  const run = fakeRun({ videos, variants: VARIANTS });
  const records = run.records.map((record) =>
    withVerdicts(record, {
      probability: record.label === "FAKE" ? 0.9 : 0.1,
      status: "ok",
      fallback: null,
      error: null,
      faces: 32,
      framesRequested: 32,
      framesRead: 32,
    })
  );
  return { ...run, records };
}

function withVerdicts(
  record: VideoRecord,
  changes: Partial<VideoRecord["variants"][0]>,
): VideoRecord {
  return { ...record, variants: record.variants.map((verdict) => ({ ...verdict, ...changes })) };
}

/** The clean run with some of its records changed. */
function changed(
  change: (record: VideoRecord, place: number, all: readonly VideoRecord[]) => VideoRecord,
): FakeRun {
  const run = cleanRun();
  return { ...run, records: run.records.map(change) };
}

function warningsOf(run: FakeRun) {
  const { manifest } = run;
  return recordWarnings({ manifest, columns: readColumns(manifest, journalOf(run)) });
}

/** The only warning of a run, which has to be of that kind. */
function onlyWarning(run: FakeRun, kind: DataWarningKind) {
  const warnings = warningsOf(run);
  assert.deepEqual(warnings.map((warning) => warning.kind), [kind]);
  const warning = warnings[0]!;
  assert.match(warning.sentence, /^[^\n]+\.$/);
  return warning;
}

Deno.test("clean data give no warning", () => {
  assert.deepEqual(warningsOf(cleanRun()), []);
  assert.deepEqual(warningsOf(cleanRun(0)), []);
});

Deno.test("copies of a video are told of, each with the file it repeats", () => {
  const run = changed((record, i, all) => {
    const original = i === 4 ? all[2]! : i === 6 ? all[2]! : i === 9 ? all[1]! : record;
    return { ...record, contentHash: original.contentHash };
  });
  const warning = onlyWarning(run, "duplicate_content");
  assert.equal(warning.count, 3);
  const names = run.records.map(({ filename }) => filename as string);
  assert.deepEqual([...warning.examples].sort(), [names[4], names[6], names[9]].sort());
  assert.match(warning.sentence, /^3 videos are copies .*fake_0004\.mp4" of "fake_0000\.mp4"/);
});

Deno.test("copies and contradictions are found across datasets and whatever their layout", () => {
  const run = changed((record, i, all) => ({
    ...record,
    filename: `${i < 20 ? "x" : "y"}/${record.filename}` as typeof record.filename,
    tags: { dataset: i < 20 ? "x" : "y" },
    contentHash: i === 21 ? all[2]!.contentHash : record.contentHash,
  }));
  const [copies, torn, ...others] = warningsOf(run);
  assert.deepEqual(others, []);
  assert.match(copies!.sentence, /"y\/.*" of "x\//);
  assert.equal(torn!.kind, "content_with_both_labels");
});

Deno.test("files that could not be read are no copies of each other", () => {
  assert.deepEqual(warningsOf(changed((record) => ({ ...record, contentHash: null }))), []);
});

Deno.test("the same content with both labels is told of apart from its being there twice", () => {
  const run = changed((record, i, all) =>
    i === 3 ? { ...record, contentHash: all[2]!.contentHash } : record
  );
  const warnings = warningsOf(run);
  assert.deepEqual(warnings.map(({ kind, count }) => [kind, count]), [
    ["duplicate_content", 1],
    ["content_with_both_labels", 2],
  ]);
  assert.match(warnings[1]!.sentence, /opposite label .* wrong/);
  const known = changed((record, i, all) =>
    i === 3 ? { ...record, label: null, contentHash: all[2]!.contentHash } : record
  );
  onlyWarning(known, "duplicate_content");
});

Deno.test("an imbalanced or missing class gives a warning", () => {
  const relabelled = (real: number) =>
    changed((record, i) =>
      withVerdicts(
        { ...record, label: (i < real ? "REAL" : "FAKE") as Label },
        { probability: 0.5 },
      )
    );
  assert.deepEqual(warningsOf(relabelled(14)), [], "26 to 14 is less than 2 to 1");
  const few = onlyWarning(relabelled(8), "class_balance");
  assert.equal(few.count, 8);
  assert.match(few.sentence, /Only 8 of 40 .* REAL: a constant answer of FAKE has 80 % accuracy/);
  assert.match(
    onlyWarning(relabelled(0), "class_balance").sentence,
    /All labelled .* Add REAL videos/,
  );
});

Deno.test("videos with fewer frames than requested give a warning, failed ones do not", () => {
  const short = changed((record, i) => i === 5 ? withVerdicts(record, { framesRead: 7 }) : record);
  const warning = onlyWarning(short, "too_few_frames");
  assert.equal(warning.count, 1);
  assert.match(warning.sentence, /requested by variant reference \("fake_0002\.mp4": 7 of 32\)/);
  const failed = { framesRead: 0, faces: 0, status: "failed", fallback: "error" } as const;
  assert.deepEqual(warningsOf(changed((r, i) => i === 5 ? withVerdicts(r, failed) : r)), []);
  const other = changed((record, i) => {
    const [first, second] = record.variants;
    return i === 5 ? { ...record, variants: [first!, { ...second!, framesRead: 7 }] } : record;
  });
  assert.deepEqual(warningsOf(other), [], "another variant's frames do not count");
});

Deno.test("numbers of faces far from the median are told of, ordinary spread is not", () => {
  const spread = changed((record, i) => withVerdicts(record, { faces: 24 + i % 9 }));
  assert.deepEqual(warningsOf(spread), []);
  const run = changed((record, i) =>
    withVerdicts(record, { faces: i === 7 ? 64 : i === 12 ? 3 : 24 + i % 9 })
  );
  const warning = onlyWarning(run, "unusual_face_count");
  assert.equal(warning.count, 2);
  assert.deepEqual(warning.examples, ["fake_0003.mp4", "real_0006.mp4"]);
  assert.match(warning.sentence, /median of 27\.5 \("fake_0003\.mp4": 64; more than 5 robust/);
  const equal = changed((record, i) => withVerdicts(record, { faces: i === 7 ? 30 : 32 }));
  assert.deepEqual(warningsOf(equal), [], "where all others are equal, two fewer are not unusual");
});

Deno.test("a label that every variant is sure is wrong is told of", () => {
  const sure = (record: VideoRecord) =>
    withVerdicts(record, { probability: record.label === "FAKE" ? 0.02 : 0.98 });
  const warning = onlyWarning(
    changed((record, i) => i === 3 || i === 8 ? sure(record) : record),
    "contradicted_labels",
  );
  assert.equal(warning.count, 2);
  assert.match(warning.sentence, /2 videos .* only classifier.* at least 95 % .*check the label/);
  const doubted = changed((record, i) => {
    const [first, second] = sure(record).variants;
    return i === 3 ? { ...record, variants: [first!, { ...second!, probability: 0.3 }] } : record;
  });
  assert.deepEqual(warningsOf(doubted), [], "one variant doubts");
  const fallbacks = { probability: 0.5, fallback: "no_face", status: "no_face" } as const;
  assert.deepEqual(
    warningsOf(changed((r, i) => i === 3 ? withVerdicts(r, { ...fallbacks, faces: 32 }) : r)),
    [],
    "nothing was said of it",
  );
});

Deno.test("names in sentences cannot break a line, and only the first few are examples", () => {
  const run = changed((record) => withVerdicts(record, { framesRead: 5 }));
  const named = {
    ...run,
    records: run.records.map((r, i) => ({
      ...r,
      filename: `!${i}\n\x1b[31m.mp4` as typeof r.filename,
    })),
  };
  const warning = onlyWarning(named, "too_few_frames");
  assert.equal(warning.count, 40);
  assert.equal(warning.examples.length, 5);
});
