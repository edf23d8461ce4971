import assert from "node:assert/strict";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { grounds, headline, plainLine } from "../../../src/reports/sections/verdict_lines.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import { fakeRun, mulberry } from "../../runs/fake_run.ts";
import { fakeSummary, summaryOf } from "../../analysis/summary/fake_summary.ts";

const VARIANTS = { reference: {}, other: { frames: 8 } };

/** A run whose probabilities are given by the truth and the variant. */
function summaryWith(
  probability: (truth: boolean, variant: string, luck: number) => number,
  change: (record: VideoRecord) => VideoRecord = (record) => record,
): RunSummary {
  const run = fakeRun({ videos: 60, variants: VARIANTS });
  const random = mulberry(8);
  const records = run.records.map((record) =>
    change({
      ...record,
      variants: record.variants.map((verdict) => ({
        ...verdict,
        ...{ status: "ok", fallback: null, error: null },
        probability: probability(record.label === "FAKE", verdict.variant, random()),
      })),
    })
  );
  return summaryOf({ ...run, records });
}

function text(summary: RunSummary): string {
  return [headline(summary), ...grounds(summary)].map(plainLine).join("\n");
}

/** `strength` of evidence for the truth, in [0, 0.5). */
function leaning(truth: boolean, strength: number): number {
  return truth ? 0.5 + strength : 0.5 - strength;
}

Deno.test("a significant improvement is called better", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.4 : 0.2) - 0.1 * luck)
  );
  assert.match(
    text(summary),
    /^"other" is best of 2, and significantly better than "reference": log loss 0\.\d+ against 0\.\d+, adjusted p < 0\.001\./,
  );
  assert.match(
    text(summary),
    /1 other variant: 1 significantly better \("other"\), none significantly worse/,
  );
});

Deno.test("a measured noise floor is part of the result", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.4 : 0.2) - 0.1 * luck)
  );
  const measured = (bound: number, runs = 3): RunSummary => ({
    ...summary,
    noise: {
      runs,
      meaning: "a bound",
      metrics: { logLoss: { bound, deviation: bound / 2, reason: null } },
      videos: summary.rows.map(() => 0.01),
      videoBound: 0.01,
      movedVideos: 60,
    },
  });
  assert.match(text(summary), /Noise floor: not measured \(--repeat-baseline 2 measures it\)/);
  assert.match(
    text(measured(0.002)),
    /above the noise floor[^]*differs by at most 0\.002 in one more unchanged run \(95 % prediction bound from 2 repeats\)/,
  );
  assert.match(text(measured(0.002)), /by at most 0\.010; P\(fake\) varied in 60 of 60 videos/);
  assert.doesNotMatch(text(measured(0.002)), /measured with one repeat/);
  assert.match(text(measured(0.002, 2)), /measured with one repeat/);
});

Deno.test("of many variants the lowest log loss is not called better without correction for having picked it", () => {
  assert.match(
    text(fakeSummary()),
    /^"batchSize=4" has the lowest log loss of 12 variants, 0\.\d+ against 0\.\d+ of "reference": not significant after correcting for 11 comparisons \(adjusted p = 1\.000\)\./,
  );
});

Deno.test("a difference by chance is not called better", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, 0.9 * (luck - 0.5) + (variant === "other" ? 0.001 : 0))
  );
  assert.doesNotMatch(text(summary), /significantly better/);
  assert.match(
    text(summary),
    /^"other" has the lowest log loss of 2 variants, \d\.\d+ against \d\.\d+ of "reference": not significant \(adjusted p = 0\.\d+\)\./,
  );
  assert.match(
    text(summary),
    /No significant difference of 1 other variant from "reference"\. Not significant does not mean equal/,
  );
});

Deno.test("a baseline that nothing beats is named as such, and worse variants counted", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.1 : 0.3) - 0.1 * luck)
  );
  assert.match(
    text(summary),
    /^None of 2 variants has a lower log loss than "reference" \(0\.\d+\)\./,
  );
  assert.match(text(summary), /none significantly better, 1 significantly worse \("other"\)/);
});

Deno.test("a baseline with a higher log loss than a constant is called so", () => {
  const summary = summaryWith((truth, _, luck) => leaning(!truth, 0.2 + 0.1 * luck));
  assert.match(
    text(summary),
    /"reference" has a higher log loss than a constant: \d\.\d+ against 0\.693 for a constant P\(fake\) of 0\.5/,
  );
});

Deno.test("without labels there is nothing to judge, and nothing is judged", () => {
  const summary = summaryWith(() => 0.7, (record) => ({ ...record, label: null }));
  assert.equal(text(summary), "No log loss: no labelled item was scored.");
});

Deno.test("with one group no interval is claimed, and the reason is given", () => {
  const summary = summaryWith(
    (truth, _, luck) => leaning(truth, 0.3 * luck),
    (record) => ({ ...record, group: "a" }),
  );
  assert.match(text(summary), /there is only one group/);
  assert.doesNotMatch(text(summary), /better than/);
});

Deno.test("fallbacks of the baseline are counted by reason", () => {
  const summary = summaryOf(fakeRun({ videos: 36, variants: VARIANTS }));
  assert.match(
    text(summary),
    /"reference" could not score 4 videos; 0\.5 is used \(no_face 3, error 1\)/,
  );
});

Deno.test("one variant alone is described, not compared", () => {
  const summary = summaryOf(fakeRun({ videos: 36, variants: { reference: {} } }));
  assert.match(text(summary), /^"reference" has a log loss of 0\.\d+ on 36 videos\./);
  assert.doesNotMatch(text(summary), /other/);
});
