import { equal, match } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { comparisonHeadline } from "../../../src/reports/sections/comparison_lines.ts";
import { sliceSection } from "../../../src/reports/sections/comparison_slices.ts";
import { comparisonMarkdown } from "../../../src/reports/markdown/comparison_markdown.ts";
import { comparisonText } from "../../../src/reports/terminal/comparison_text.ts";
import { runOf, type TaggedVideo, videosOf } from "../../analysis/comparison/sliced_runs.ts";

const LIMITS = { variants: 12, videos: 10 };

function compared(
  [before, after]: readonly [readonly TaggedVideo[], readonly TaggedVideo[]],
  variants: readonly string[] = ["one"],
) {
  const options = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199 };
  return compareRuns(runOf(before, { variants }), runOf(after, { variants }), options);
}

Deno.test("a comparison lists the slices that moved, and counts the others", () => {
  const comparison = compared([videosOf(null), videosOf("FaceSwap")]);
  const section = sliceSection(comparison, LIMITS)!;
  equal(section.title, "Slices by method");
  equal(section.rows.length, 1);
  const [{ group, cells }] = section.rows as [typeof section.rows[0]];
  equal(group, "one");
  equal(cells[0], "method = FaceSwap");
  equal(cells.at(-1), "worse");
  const notes = section.notes.join("\n");
  match(
    notes,
    /Log loss in 2 comparisons \(1 variant × 2 slices\): 1 changed significantly, 0 not significantly, 1 not at all\./,
  );
  match(
    notes,
    /method: the FAKE videos with each value against all REAL videos that share the other tags/,
  );
  const meanings = section.columns.map(({ meaning }) => meaning ?? "").join();
  match(meanings, /the permutation test over groups; findings use it/);
});

Deno.test("the headline of a comparison names the slices that moved", () => {
  match(
    comparisonHeadline(compared([videosOf(null), videosOf("FaceSwap")])),
    /By slice: 1 significantly worse \(method = FaceSwap\)\./,
  );
  match(
    comparisonHeadline(compared([videosOf("FaceSwap"), videosOf(null)], ["one", "two"])),
    /By slice: 2 significantly better \(method = FaceSwap of "one", method = FaceSwap of "two"\)\./,
  );
});

Deno.test("slices that are too small to test say so, and the largest change in them is told", () => {
  const few = (moved: string | null) => videosOf(moved).filter(({ group }) => group! < "g5");
  const section = sliceSection(compared([few(null), few("FaceSwap")]), LIMITS)!;
  equal(section.rows.length, 0);
  const notes = section.notes.join("\n");
  match(
    notes,
    /Too small to test \(6 groups and both classes are needed\): method = Deepfakes \(5 groups\), method = FaceSwap \(5 groups\)/,
  );
  match(notes, /Largest change of log loss that is not significant: method = FaceSwap, \+0\.\d+/);
});

Deno.test("without a change, or without slices, nothing is said of slices", () => {
  equal(sliceSection(compared([videosOf(null), videosOf(null)]), LIMITS), null);
  const untagged = (moved: string | null) =>
    videosOf(moved).map((video) => ({ ...video, method: null }));
  equal(sliceSection(compared([untagged(null), untagged("FaceSwap")]), LIMITS), null);
});

Deno.test("terminal and Markdown show the slices", () => {
  const comparison = compared([videosOf(null), videosOf("FaceSwap")]);
  match(
    [...comparisonText(comparison, { width: 120, colour: false })].join(""),
    /Slices by method\n/,
  );
  match([...comparisonMarkdown(comparison)].join(""), /## Slices by method\n/);
});
