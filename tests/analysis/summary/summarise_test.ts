import assert from "node:assert/strict";
import { summarise } from "../../../src/analysis/summary/summarise.ts";
import type { DataWarning } from "../../../src/records/data_warning.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { logLossOf } from "../../../src/base/numeric/statistics/log_loss_of.ts";
import { journalOf, summaryOf } from "./fake_summary.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";

/** Log loss of a variant over some records, in the plainest way. */
function meanLoss(records: readonly VideoRecord[], variant: string): number {
  const losses = records.map((record) => {
    const { probability } = record.variants.find((verdict) => verdict.variant === variant)!;
    return logLossOf(probability, { truth: record.label === "FAKE" ? 1 : 0, clip: 1e-15 });
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function assertClose(actual: number | null, expected: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

function withRecords(
  run: FakeRun,
  change: (record: VideoRecord, i: number) => VideoRecord,
): FakeRun {
  return { ...run, records: run.records.map(change) };
}

Deno.test("metrics, differences and counts are those of the records", () => {
  const run = fakeRun({ videos: 40 });
  const { variants, videos } = summaryOf(run);
  assert.deepEqual(videos, { all: 40, labelled: 40, groups: 20 });
  assert.deepEqual(variants.map(({ name }) => name), run.manifest.variants.map(({ name }) => name));
  const baseline = meanLoss(run.records, "reference");
  for (const { name, metrics, differences, statuses, fallbacks } of variants) {
    const loss = meanLoss(run.records, name);
    assertClose(metrics.logLoss.value, loss);
    if (differences) assertClose(differences.logLoss.value, loss - baseline);
    else assert.equal(name, "reference");
    assert.deepEqual(statuses, { ok: 36, no_frames: 0, no_face: 3, failed: 1 });
    assert.deepEqual([fallbacks.no_face, fallbacks.error, fallbacks.aborted], [3, 1, 0]);
  }
});

Deno.test("log loss without fallbacks leaves out exactly those videos", () => {
  const run = fakeRun({ videos: 40 });
  const scored = run.records.filter(({ variants }) => variants[0]!.fallback === null);
  const { logLossWithoutFallbacks } = summaryOf(run).variants[0]!;
  assert.equal(logLossWithoutFallbacks.n, 36);
  assertClose(logLossWithoutFallbacks.value, meanLoss(scored, "reference"));
});

Deno.test("what differs, what varies and who is best is said", () => {
  const { variants, varied } = summaryOf(fakeRun());
  const byName = new Map(variants.map((variant) => [variant.name, variant]));
  assert.deepEqual(byName.get("reference")!.differs, {});
  assert.deepEqual(byName.get("jitter=3 seed=1")!.differs, { jitter: 3, seed: 1 });
  assert.ok(varied.includes("frames") && !varied.includes("model"));
  const lowest = Math.min(...variants.map(({ metrics }) => metrics.logLoss.value!));
  for (const { best, metrics } of variants) {
    assert.equal(best.includes("logLoss"), metrics.logLoss.value === lowest);
  }
});

Deno.test("times are medians and sums of the records, and shared work is counted", () => {
  const run = fakeRun({
    videos: 5,
    variants: { reference: {}, t: { threshold: 0.9 }, f: { frames: 8 } },
  });
  const { variants } = summaryOf(run);
  const decode = run.records.map((record) =>
    Math.fround(record.stages[record.variants[0]!.stages[1]!]!.milliseconds)
  );
  const { stages } = variants[0]!.timing;
  assert.equal(stages[1]!.medianMs, decode.toSorted((a, b) => a - b)[2]);
  assertClose(stages[1]!.totalMs, decode.reduce((sum, ms) => sum + ms, 0));
  assert.deepEqual(stages.map(({ sharedBy }) => sharedBy), [2, 2, 2, 2, 2, 1]);
  assert.deepEqual(variants[2]!.timing.stages.map(({ sharedBy }) => sharedBy), [1, 1, 1, 1, 1, 1]);
});

Deno.test("videos without a label are not used in any metric, and give a warning", () => {
  const run = fakeRun({ videos: 10 });
  const some = summaryOf(withRecords(run, (r, i) => i < 4 ? { ...r, label: null } : r));
  assert.deepEqual(some.videos, { all: 10, labelled: 6, groups: 3 });
  assert.equal(some.variants[0]!.metrics.logLoss.n, 6);
  assertClose(some.variants[0]!.metrics.logLoss.value, meanLoss(run.records.slice(4), "reference"));
  assert.ok(some.warnings.some((warning) => /4 videos without a label/.test(warning)));
  const none = summaryOf(withRecords(run, (r) => ({ ...r, label: null })));
  assert.equal(none.variants[0]!.metrics.logLoss.value, null);
  assert.equal(none.rows.length, 10);
});

Deno.test("an incomplete run, data warnings and fallbacks give warnings", () => {
  const gap: DataWarning = {
    kind: "missing_files",
    sentence: "Mind the gap.",
    count: 30,
    examples: ["a.mp4"],
  };
  const run = fakeRun({ videos: 60 });
  const manifest = {
    ...run.manifest,
    status: "interrupted" as const,
    dataset: { ...run.manifest.dataset, videos: 90 },
    dataWarnings: [gap],
    warnings: [gap.sentence],
  };
  const { warnings, dataWarnings } = summaryOf({ ...run, manifest });
  const text = warnings.join("\n");
  assert.deepEqual(dataWarnings[0], gap);
  for (const { sentence } of dataWarnings) {
    assert.equal(warnings.filter((warning) => warning === sentence).length, 1, sentence);
  }
  assert.match(text, /^Mind the gap\.$/m);
  assert.match(text, /interrupted: it has 60 of 90 videos/);
  assert.match(text, /of 60 videos could not be scored/);
  assert.deepEqual(summaryOf(fakeRun({ videos: 8 })).warnings.length, 1, "few groups alone");
});

Deno.test("seeds that change no probability are not a spread over seeds", () => {
  const run = fakeRun();
  const spreads = (one: FakeRun) =>
    summaryOf(one).ablation.flatMap((ablation) =>
      ablation.spreads.map(({ settings }) => settings.jitter)
    );
  assert.ok(spreads(run).includes(3));
  const alike = withRecords(run, (record) => {
    const { probability } = record.variants.find(({ variant }) => variant === "jitter=3 seed=1")!;
    const variants = record.variants.map((verdict) =>
      verdict.variant.startsWith("jitter=3 ") ? { ...verdict, probability } : verdict
    );
    return { ...record, variants };
  });
  assert.ok(!spreads(alike).includes(3));
});

Deno.test("histograms hold every labelled video once", () => {
  const { variants } = summaryOf(fakeRun({ videos: 30 }));
  for (const { histogram } of variants) {
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    assert.deepEqual([sum(histogram.real), sum(histogram.fake)], [15, 15]);
  }
});

Deno.test("face-level metrics are of the faces that each variant scored, labelled as their videos", () => {
  const variants = { reference: {}, t: { threshold: 0.9 }, wide: { margin: 0.5 } };
  const run = fakeRun({ videos: 12, variants });
  const half = withRecords(run, (record) => ({
    ...record,
    stages: record.stages.map((stage) =>
      stage.faces ? { ...stage, faces: stage.faces.filter((_, i) => i % 2 === 0) } : stage
    ),
  }));
  const [reference, threshold] = summaryOf(half).variants;
  const losses = half.records.flatMap(({ faces, stages, label, variants: [verdict] }) =>
    stages[verdict!.stages[3]!]!.faces!.map((place) =>
      logLossOf(faces[place]!.scores["demo@fp32@b1"]!, {
        truth: label === "FAKE" ? 1 : 0,
        clip: 1e-15,
      })
    )
  );
  assert.equal(reference!.faceMetrics.faceLogLoss!.n, 36);
  assertClose(
    reference!.faceMetrics.faceLogLoss!.value,
    losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
  );
  assert.deepEqual(threshold!.faceMetrics, reference!.faceMetrics, "pooling changes no face");
});

Deno.test("a journal without the faces of each variant gives no face-level metric, with the reason", () => {
  const run = withRecords(fakeRun({ videos: 6 }), (record) => ({
    ...record,
    stages: record.stages.map(({ faces: _, ...stage }) => stage),
  }));
  const { faceLogLoss } = summaryOf(run).variants[0]!.faceMetrics;
  assert.equal(faceLogLoss!.value, null);
  assert.match(faceLogLoss!.reason!, /does not record which faces/);
});

Deno.test("repeats of the baseline give a noise floor that differences have to exceed", () => {
  const run = fakeRun({ videos: 40, variants: { reference: {}, other: { frames: 8 } } });
  const journal = journalOf(run);
  const repeat = (move: number) =>
    new Map(run.records.map(({ filename, variants }) => {
      const { probability } = variants[0]!;
      const moved = filename.startsWith("real") ? probability * (1 - move) : probability;
      return [filename as string, moved] as const;
    }));
  const quiet = summarise(run.manifest, journal);
  assert.equal(quiet.noise, null);
  assert.equal(quiet.variants[1]!.comparison!.metrics.logLoss.noise, null);
  const repeats = [repeat(0), repeat(0.25)];
  const { noise, variants, rows } = summarise(run.manifest, journal, { repeats });
  assert.equal(noise!.runs, 3);
  assert.equal(noise!.movedVideos, 20);
  const { logLoss } = variants[1]!.comparison!.metrics;
  assert.equal(logLoss.noise, noise!.metrics.logLoss.bound);
  assert.ok(logLoss.noise! > 0 && logLoss.detectable.value! >= logLoss.noise!);
  for (const { filename, noise: moved, cells } of rows) {
    const { probability } = cells[0]!;
    assertClose(moved, filename.startsWith("real") ? probability * 0.25 : 0);
  }
});

Deno.test("a repeat that lacks a video is left out", () => {
  const run = fakeRun({ videos: 6 });
  const repeats = [new Map([[run.records[0]!.filename as string, 0.5]])];
  assert.equal(summarise(run.manifest, journalOf(run), { repeats }).noise, null);
});

Deno.test("the Pareto front has no variant that another beats in time and log loss", () => {
  const { pareto, variants } = summaryOf(fakeRun());
  const beaten = variants.filter(({ timing, metrics }) =>
    variants.some((other) =>
      other.timing.medianMs! < timing.medianMs! &&
      other.metrics.logLoss.value! < metrics.logLoss.value!
    )
  );
  assert.ok(pareto.entries.length > 0);
  for (const { name } of beaten) {
    assert.ok(!pareto.entries.some((entry) => entry.name === name), name);
  }
});
