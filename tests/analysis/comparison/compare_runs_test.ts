import assert from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import type { ComparableRun } from "../../../src/records/comparable_run.ts";
import { digestColumnOf, digestsOf } from "../../../src/records/digest_column.ts";
import { AssayError } from "../../../src/records/errors.ts";
import type { ComparedVariant } from "../../../src/records/run_comparison.ts";
import { digestOf, madeRun, type MadeVideo, onCuda } from "./made_runs.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

const OPTIONS = { ...COMPARE_RUNS_DEFAULTS, draws: 300, swaps: 199 };
const GROUPS = 20;

/** Videos with these scores, real ones and fakes by groups. */
function videosOf(which: 0 | 1, { gain = 0.3, seed = 1 } = {}): MadeVideo[] {
  const { pair, videos } = scoredPair({ groups: GROUPS, gain, seed });
  return Array.from(videos.labels, (label, k) => ({
    filename: `${1000 + k}.mp4`,
    label,
    group: videos.groups[k]!,
    probability: pair[which].probabilities[k]!,
    digests: [
      "s",
      "d",
      "f",
      which ? `crop ${k}` : "c",
      which ? `score ${k}` : "k",
      `pool ${which}`,
    ],
  }));
}

const before = madeRun({ name: "A", variants: { reference: videosOf(1), other: videosOf(1) } });
const after = madeRun({ name: "B", variants: { reference: videosOf(0), other: videosOf(1) } });

function lossOf({ comparison }: ComparedVariant) {
  assert.ok(comparison);
  return comparison.metrics.logLoss;
}

Deno.test("a run against itself: nothing differs, nothing moved, every difference zero", () => {
  const { variants, configuration, environment, warnings } = compareRuns(after, after, OPTIONS);
  assert.deepEqual([configuration, environment, warnings], [[], [], []]);
  for (const variant of variants) {
    assert.equal(lossOf(variant).finding, "equal");
    assert.equal(variant.movedVideos, 0);
    assert.deepEqual(Object.values(variant.begins), [0, 0, 0, 0, 0, 0]);
  }
});

Deno.test("a surer variant is better, its videos begin to differ at the crop, the other is equal", () => {
  const { variants, videos } = compareRuns(before, after, OPTIONS);
  const [changed, same] = variants;
  assert.equal(lossOf(changed!).finding, "better");
  assert.equal(lossOf(same!).finding, "equal");
  assert.equal(changed!.begins.crop, videos.all);
  assert.equal(changed!.movedVideos, videos.all);
  const moves = changed!.moved.map((video) => Math.abs(video.after - video.before));
  assert.equal(moves.length, OPTIONS.mostMoved);
  assert.deepEqual(moves, moves.toSorted((a, b) => b - a));
});

Deno.test("the other way round every difference has the opposite sign", () => {
  const there = compareRuns(before, after, OPTIONS).variants[0]!;
  const back = compareRuns(after, before, OPTIONS).variants[0]!;
  const difference = lossOf(there).difference.value;
  assert.ok(difference !== null && difference < 0);
  assert.ok(Math.abs(difference + lossOf(back).difference.value!) < 1e-12);
  assert.equal(lossOf(back).finding, "worse");
  assert.deepEqual(there.metrics.logLoss.before, back.metrics.logLoss.after);
  const ofMetrics = there.metrics.logLoss.after.value! - there.metrics.logLoss.before.value!;
  assert.ok(Math.abs(ofMetrics - difference) < 1e-12);
});

Deno.test("all variants compared are the family that p is adjusted for, those with equal scores once", () => {
  const [now, then] = [videosOf(0), videosOf(1)];
  const twice = { reference: now, again: now, other: then, same: then };
  const was = { reference: then, again: then, other: now, same: then };
  const both = compareRuns(madeRun({ variants: was }), madeRun({ variants: twice }), OPTIONS);
  const ps = both.variants.map((variant) => {
    const { test, swapTest } = lossOf(variant);
    return Math.max(test.p!, swapTest.pTwoSided!);
  });
  const least = 2 * Math.min(...ps);
  assert.ok(least < 1, "the difference is not too small to be corrected");
  const adjusted = both.variants.map((variant) => lossOf(variant).adjustedP.value!);
  assert.ok(adjusted.some((one) => Math.abs(one - least) < 1e-12));
  assert.deepEqual(both.variants.map((variant) => lossOf(variant).family), [2, 2, 2, 2]);
});

Deno.test("variants of one run can be compared with one another", () => {
  const pairs = [{ before: "other", after: "reference" }];
  const { variants, onlyAfter } = compareRuns(after, after, { ...OPTIONS, pairs });
  assert.deepEqual([variants[0]!.nameBefore, variants[0]!.name], ["other", "reference"]);
  assert.equal(lossOf(variants[0]!).finding, "better");
  assert.deepEqual(onlyAfter.variants, []);
});

Deno.test("what is no larger than the noise floor is not shown, and does not count as moved", () => {
  const none = { bound: 0, deviation: 0, reason: null };
  const noise = {
    runs: 3,
    metrics: { logLoss: { ...none, bound: 10 }, auc: none },
    videoBound: 1,
  };
  const { comparison, movedVideos, videoNoise, moved } = compareRuns(before, after, {
    ...OPTIONS,
    noise,
  }).variants[0]!;
  assert.equal(comparison?.metrics.logLoss.finding, "not shown");
  assert.match(comparison?.metrics.logLoss.doubt ?? "", /noise floor/);
  assert.deepEqual([movedVideos, videoNoise, moved], [0, 1, []]);
});

Deno.test("with --shared videos of one side alone change nothing and are told", () => {
  const more = videosOf(1).map((video) => ({ ...video, filename: `a${video.filename}` }));
  const larger = madeRun({
    name: "A",
    variants: { reference: [...videosOf(1), ...more], other: [...videosOf(1), ...more] },
  });
  assert.throws(() => compareRuns(larger, after, OPTIONS), (error) => {
    assert.ok(error instanceof AssayError);
    return error.exitCode === 3 && error.code === "DATASETS_DIFFER";
  });
  const part = compareRuns(larger, after, { ...OPTIONS, shared: true });
  assert.deepEqual(part.variants, compareRuns(before, after, OPTIONS).variants);
  assert.equal(part.onlyBefore.videos.length, more.length);
  assert.match(part.warnings.join(), new RegExp(`left out: ${more.length} only in A`));
});

Deno.test("without labels there is no verdict, but where it began", () => {
  const unlabelled = (which: 0 | 1) =>
    madeRun({ variants: { reference: videosOf(which).map((video) => ({ ...video, label: -1 })) } });
  const { variants: [variant], videos } = compareRuns(unlabelled(1), unlabelled(0), OPTIONS);
  assert.equal(variant!.comparison, null);
  assert.equal(videos.labelled, 0);
  assert.equal(variant!.metrics.logLoss.after.value, null);
  assert.ok(variant!.begins.crop > 0);
});

Deno.test("on a GPU without a noise floor scores within what GPUs may differ by are the same", () => {
  const nudged = (run: ComparableRun, by: number) =>
    ({
      ...run,
      manifest: onCuda(run.manifest),
      variants: run.variants.map((variant) => ({
        ...variant,
        probabilities: variant.probabilities.map((p) => Math.min(1, p + by)),
        digests: variant.digests.map((column, s) =>
          s < 4 ? column : digestColumnOf(digestsOf(column).map((one) => digestOf(`${one} ${by}`)))
        ),
      })),
    }) as ComparableRun;
  const { variants: [variant], warnings } = compareRuns(
    nudged(after, 0),
    nudged(after, 4e-4),
    OPTIONS,
  );
  assert.deepEqual([variant!.videoNoise, variant!.movedVideos, variant!.begins.classify], [
    1e-3,
    0,
    0,
  ]);
  assert.match(warnings.join(), /GPU .* no noise floor was measured/);
});

Deno.test("runs without a common variant are refused", () => {
  const other = madeRun({ variants: { another: videosOf(1) } });
  assert.throws(
    () => compareRuns(before, other, OPTIONS),
    (error) => error instanceof AssayError && error.code === "NO_COMMON_VARIANT",
  );
});
