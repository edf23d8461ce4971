import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { runOf, runOfEach, videosOf } from "./sliced_runs.ts";

const OPTIONS = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199 };

function compared(before: ReturnType<typeof runOf>, after: ReturnType<typeof runOf>) {
  return compareRuns(before, after, OPTIONS);
}

Deno.test("a comparison has each slice's difference, as if its videos were all there are", () => {
  const { slices, variants } = compared(runOf(videosOf(null)), runOf(videosOf("FaceSwap")));
  deepEqual(
    slices.all.map((
      { value, videos, real, fake, groups, againstAllReals },
    ) => [value, videos, real, fake, groups, againstAllReals]),
    [["Deepfakes", 16, 8, 8, 8, true], ["FaceSwap", 16, 8, 8, 8, true]],
  );
  const [only] = variants[0]!.slices;
  equal(variants[0]!.slices.length, 1);
  deepEqual([only!.tag, only!.value, only!.movedVideos], ["method", "FaceSwap", 8]);
  const part = (moved: string | null) =>
    runOf(videosOf(moved).filter(({ method }) => method !== "Deepfakes"), { tags: false });
  const alone = compared(part(null), part("FaceSwap")).variants[0]!;
  deepEqual(only!.metrics.logLoss, alone.metrics.logLoss);
  const { difference, swapTest } = only!.comparison!.metrics.logLoss;
  deepEqual(difference, alone.comparison!.metrics.logLoss.difference);
  deepEqual(swapTest, alone.comparison!.metrics.logLoss.swapTest);
});

/** Variants of which each moved FaceSwap by a little more than the one before. */
function movedMore(variants: number) {
  const run = (to: (v: number) => number) =>
    runOfEach(Object.fromEntries(
      Array.from({ length: variants }, (_, v) => [`v${v}`, videosOf("FaceSwap", to(v))]),
    ));
  return compared(run(() => 0.8), run((v) => 0.5 - v / 100));
}

Deno.test("p-values of slices are adjusted for all variants and slices in which a score changed", () => {
  const { slices, variants: [one] } = movedMore(2);
  equal(slices.tests, 2);
  const { test, swapTest, adjustedP, finding } = one!.slices[0]!.comparison!.metrics.logLoss;
  equal(adjustedP.value, 2 * Math.max(test.p!, swapTest.pTwoSided!));
  equal(finding, "worse");
});

Deno.test("variants that moved alike count once among the comparisons of slices", () => {
  const variants = ["one", "two"];
  const { slices, variants: [one] } = compared(
    runOf(videosOf(null), { variants }),
    runOf(videosOf("FaceSwap"), { variants }),
  );
  equal(slices.tests, 1);
  equal(one!.slices[0]!.comparison!.metrics.logLoss.family, 1);
});

Deno.test("a difference that correction for all slices does not leave significant is not called so", () => {
  const { variants: [one] } = movedMore(12);
  const { adjustedP, finding, doubt } = one!.slices[0]!.comparison!.metrics.logLoss;
  ok(adjustedP.value! > 0.05);
  equal(finding, "not shown");
  match(doubt!, /p > 0\.05 after correcting for 12 comparisons/);
});

Deno.test("below six groups a slice has values, but no interval and no test", () => {
  const few = (moved: string | null) => videosOf(moved).filter(({ group }) => group! < "g5");
  const { slices, variants } = compared(runOf(few(null)), runOf(few("FaceSwap")));
  equal(slices.tests, 0);
  const { difference, adjustedP, finding, doubt } = variants[0]!.slices[0]!.comparison!.metrics
    .logLoss;
  ok(difference.value! > 0.1);
  deepEqual([difference.interval.low, adjustedP.value, finding], [null, null, "unknown"]);
  match(doubt!, /fewer than 6 groups/);
});

Deno.test("where tags differ, the later run's count; tags that only the earlier run knows count too", () => {
  const videos = videosOf(null);
  const renamed = videos.map((video) => ({ ...video, method: video.method && "All" }));
  const valuesOf = (before: ReturnType<typeof runOf>, after: ReturnType<typeof runOf>) =>
    compareRuns(before, after, { ...OPTIONS, slices: ["method"] }).slices.all
      .map(({ value, fake }) => `${value} ${fake}`);
  deepEqual(valuesOf(runOf(videos), runOf(renamed)), ["All 16"]);
  deepEqual(valuesOf(runOf(videos), runOf(videos, { tags: false })), ["Deepfakes 8", "FaceSwap 8"]);
  deepEqual(valuesOf(runOf(videos, { tags: false }), runOf(videos, { tags: false })), []);
});

Deno.test("nothing changed: slices are counted, and none is listed", () => {
  const { slices, variants } = compared(runOf(videosOf(null)), runOf(videosOf(null)));
  deepEqual([slices.all.length, slices.tests, variants[0]!.slices], [2, 0, []]);
});

Deno.test("the noise floor of a slice is that of fewer videos: larger by the root of its share", () => {
  const noise = {
    ...{ runs: 3, videoBound: 0 },
    metrics: { logLoss: { bound: 0.01, deviation: 0.002, reason: null } },
  };
  const { variants: [one], videos } = compareRuns(
    runOf(videosOf(null)),
    runOf(videosOf("FaceSwap")),
    { ...OPTIONS, noise },
  );
  const [slice] = one!.slices;
  equal(one!.comparison!.metrics.logLoss.noise, 0.01);
  equal(slice!.comparison!.metrics.logLoss.noise, 0.01 * Math.sqrt(videos.all / slice!.videos));
});
