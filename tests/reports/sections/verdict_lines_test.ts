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

Deno.test("a clear improvement is called better", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.4 : 0.2) - 0.1 * luck)
  );
  assert.match(
    text(summary),
    /^"other" is better than "reference": log loss 0\.\d+ against 0\.\d+/,
  );
  assert.match(text(summary), /Of 1 other variant, 1 is better \("other"\), none worse/);
});

Deno.test("with a noise floor the sentence says so, and what is smaller is not shown", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.4 : 0.2) - 0.1 * luck)
  );
  const measured = (largest: number): RunSummary => ({
    ...summary,
    noise: {
      runs: 3,
      metrics: { logLoss: { largest, deviation: largest / 2, reason: null } },
      videos: summary.rows.map(() => 0.01),
      largestVideo: 0.01,
      movedVideos: 60,
    },
  });
  assert.match(text(summary), /Noise floor: not measured; --repeat-baseline 2 runs "reference"/);
  assert.match(
    text(measured(0.002)),
    /more than chance and noise explain[^]*moves by up to 0\.002 \(3 runs; 60 of 60 videos moved/,
  );
});

Deno.test("with many comparisons it is said how many survive Holm's correction", () => {
  assert.match(
    text(fakeSummary()),
    /With 11 comparisons, about one in twenty looks real by chance alone: \d+ of these \d+ still/,
  );
});

Deno.test("a lead by luck is not called better", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, 0.9 * (luck - 0.5) + (variant === "other" ? 0.001 : 0))
  );
  assert.doesNotMatch(text(summary), /is better/);
  assert.match(text(summary), /this is real is not shown: the 95 % CI holds zero/);
  assert.match(
    text(summary),
    /No difference of the other variant from "reference" is shown\. Not shown \(not significant\)/,
  );
});

Deno.test("a baseline that nothing beats is named as such, and worse variants counted", () => {
  const summary = summaryWith((truth, variant, luck) =>
    leaning(truth, (variant === "other" ? 0.1 : 0.3) - 0.1 * luck)
  );
  assert.match(text(summary), /^No variant has a lower log loss than "reference" \(0\.\d+\)\./);
  assert.match(text(summary), /none is better, 1 worse \("other"\)/);
});

Deno.test("a baseline that is worse than a coin is told so", () => {
  const summary = summaryWith((truth, _, luck) => leaning(!truth, 0.2 + 0.1 * luck));
  assert.match(text(summary), /no better than a coin/);
});

Deno.test("without labels there is nothing to judge, and nothing is judged", () => {
  const summary = summaryWith(() => 0.7, (record) => ({ ...record, label: null }));
  assert.equal(text(summary), "There is no log loss: nothing labelled was scored.");
});

Deno.test("with one group no interval is claimed, and the reason is given", () => {
  const summary = summaryWith(
    (truth, _, luck) => leaning(truth, 0.3 * luck),
    (record) => ({ ...record, group: "a" }),
  );
  assert.match(text(summary), /there is only one group/);
  assert.doesNotMatch(text(summary), /is better than/);
});

Deno.test("fallbacks of the baseline are counted by reason", () => {
  const summary = summaryOf(fakeRun({ videos: 36, variants: VARIANTS }));
  assert.match(text(summary), /"reference" got 0\.5 put in for 4 videos \(no_face 3, error 1\)/);
});

Deno.test("one variant alone is described, not compared", () => {
  const summary = summaryOf(fakeRun({ videos: 36, variants: { reference: {} } }));
  assert.match(text(summary), /^"reference" has a log loss of 0\.\d+ on 36 videos\./);
  assert.doesNotMatch(text(summary), /other/);
});
