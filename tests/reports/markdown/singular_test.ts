import { deepEqual, equal } from "node:assert/strict";
import type { Plan } from "../../../src/pipeline/plan/plan.ts";
import { cacheSentence } from "../../../src/evaluation/stage_cache_use.ts";
import { runWarnings } from "../../../src/analysis/summary/run_warnings.ts";
import type { Evaluation } from "../../../src/evaluation/evaluation.ts";
import { planText } from "../../../src/commands/terminal/plan_text.ts";
import { benchWarnings } from "../../../src/bench/warnings.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { independentColumns } from "../../../src/analysis/independence/independent_columns.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { pageOf } from "../charts/fake_page.ts";
import { journalOf, summaryOf } from "../../analysis/summary/fake_summary.ts";

/** Plural nouns after a count of 1. */
function misfits(text: string): readonly string[] {
  const several = "videos|variants|faces|frames|groups|runs|samples|poolings|cores|threads|workers";
  return text.match(new RegExp(`(?<![\\d.,])1 ([a-z]+ )?(${several})\\b`, "g")) ?? [];
}

const run = fakeRun({ videos: 1, variants: { reference: {} }, facesPerVideo: 1 });

Deno.test("reports of one video and one variant use the singular", async () => {
  const summary = summaryOf(run);
  const texts = [
    [...markdownReport(summary)].join(""),
    [...terminalTable(summary, { width: 120, colour: false })].join(""),
    (await pageOf(run)).replace(/<script[\s\S]*?<\/script>/g, ""),
  ];
  deepEqual(texts.map(misfits), [[], [], []]);
});

Deno.test("warnings about one video of one group are in the singular", () => {
  const { manifest } = run;
  const columns = independentColumns(manifest, readColumns(manifest, journalOf(run)));
  const videos = { ...summaryOf(run).videos, labelled: 0 };
  const warnings = [
    ...runWarnings({ manifest: { ...manifest, status: "interrupted" }, columns, videos }),
    ...runWarnings({ manifest, columns, videos: { ...videos, labelled: 1 } }),
    cacheSentence({ whole: 1, partly: 0 }, 1) ?? "",
    ...benchWarnings({
      cases: [{ name: "x", outliers: 1, samplesMs: [1], noise: 1 }] as never,
      ratios: [],
      memory: [],
      load: { before: 0, after: 0 },
    }),
  ];
  deepEqual(warnings.flatMap(misfits), []);
  equal(warnings[0], "This run is interrupted: it has 1 of 1 video.");
  equal(warnings[1], "1 video without a label, not used in any metric.");
});

Deno.test("a plan of one variant over one video is in the singular", () => {
  const plan: Pick<Plan, "variants" | "samples" | "detections" | "preparations" | "classifiers"> = {
    variants: [{
      variant: { name: "reference", pooling: "mean", threshold: 0.8 },
      keys: ["a", "b", "c", "d", "e", "f"],
      sample: 0,
      turning: { part: "turning of frames", parameters: { rotation: "none" } },
      detection: 0,
      scorings: [],
      pooling: { part: "mean", parameters: {} },
    }] as never,
    samples: [{
      counting: { part: "counting of frames", parameters: { frameCount: "decoded" } },
      selector: { part: "random", parameters: { frames: 1, seed: 0 } },
      reading: { part: "reading of frames", parameters: { readIndices: "each" } },
    }] as never,
    detections: [{ name: "mtcnn" }] as never,
    preparations: [],
    classifiers: [],
  };
  const evaluation = { plan, dataset: { name: "demo" }, provider: { device: null } };
  const none = { frames: 1, detections: 1, preparations: 1, classifications: 1 };
  const cost = { videos: 1, alone: none, shared: none };
  const text = planText(evaluation as unknown as Evaluation, {
    cost: cost as never,
    timed: null,
    notes: [],
    warnings: [],
  });
  equal(text.split("\n")[0], "1 variant over 1 video of demo, on CPU");
  deepEqual(misfits(text), []);
});
