import { deepEqual as same, equal, throws } from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import type { ComparableRun } from "../../src/records/comparable_run.ts";
import { type AcceptOptions, readBaseline, writeBaseline } from "../../src/runs/baseline.ts";
import { madeRun } from "../analysis/comparison/made_runs.ts";
import { withFolder } from "./with_folder.ts";

const NAMES = ["a.mp4", "b.mp4", "c.mp4"];

/** A run whose variants have this P(fake) for every video. */
function runOf(scores: Readonly<Record<string, number>>, names = NAMES): ComparableRun {
  return madeRun({
    variants: Object.fromEntries(
      Object.entries(scores).map(([variant, probability]) => [
        variant,
        names.map((filename) => ({ filename, probability })),
      ]),
    ),
  });
}

function accept(run: ComparableRun, folder: string, more: Partial<AcceptOptions> = {}) {
  const acceptedAt = new Date("2026-03-02T10:00:00Z");
  return writeBaseline(run, { folder, name: "main", reason: "a step", acceptedAt, ...more });
}

Deno.test("every baseline of a name keeps the scores of the first one, until the anchor is reset", () =>
  withFolder((folder) => {
    equal(accept(runOf({ reference: 0.1 }), folder, { reason: "the start" }).anchor, null);
    for (const probability of [0.2, 0.3]) {
      const { path, anchor } = accept(runOf({ reference: probability }), folder);
      equal(anchor?.why, "the start");
      const [first, ...others] = readBaseline(path).anchors;
      same(others, []);
      equal(first!.accepted.why, "the start");
      same(first!.filenames, NAMES);
      same(first!.variants, [{ name: "reference", probabilities: [0.1, 0.1, 0.1] }]);
    }
    const { path, anchor, replaced } = accept(runOf({ reference: 0.4 }), folder, {
      ...{ reason: "anew", resetAnchor: true },
    });
    same([anchor, replaced?.why, readBaseline(path).anchors], [null, "a step", []]);
    equal(accept(runOf({ reference: 0.5 }), folder).anchor?.why, "anew");
  }));

Deno.test("a variant that came later is held by the first baseline that had it", () =>
  withFolder((folder) => {
    accept(runOf({ reference: 0.1 }), folder, { reason: "one" });
    accept(runOf({ reference: 0.2, quick: 0.6 }), folder, { reason: "two" });
    const { path } = accept(runOf({ reference: 0.3, quick: 0.7 }), folder, { reason: "three" });
    const anchors = readBaseline(path).anchors;
    same(anchors.map(({ accepted }) => accepted.why), ["one", "two"]);
    same(anchors.map(({ variants }) => variants.map(({ name }) => name)), [["reference"], [
      "quick",
    ]]);
  }));

Deno.test("an anchor over other videos keeps its own names; over the same it costs only its scores", () =>
  withFolder((folder) => {
    const many = Array.from({ length: 200 }, (_, k) => `video-${k}.mp4`);
    const first = accept(runOf({ reference: 0.1 }, many), folder);
    const size = statSync(first.path).size;
    accept(runOf({ reference: 0.2 }, many), folder);
    equal(statSync(first.path).size < size + 2500, true);
    accept(runOf({ reference: 0.2 }), folder);
    const [anchor] = readBaseline(first.path).anchors;
    same(anchor!.filenames, many);
  }));

Deno.test("an anchor whose columns do not fit is refused", () =>
  withFolder((folder) => {
    accept(runOf({ reference: 0.1 }), folder);
    const { path } = accept(runOf({ reference: 0.2 }), folder);
    for (const probabilities of [[0.1, 0.1], [0.1, 0.1, 7]]) {
      const { sha256: _, ...content } = JSON.parse(readFileSync(path, "utf8"));
      content.anchors[0].variants[0].probabilities = probabilities;
      writeFileSync(
        `${path}.x`,
        JSON.stringify({ ...content, sha256: sha256Hex(JSON.stringify(content)) }),
      );
      throws(() => readBaseline(`${path}.x`), { code: "BASELINE_CHANGED" });
    }
  }));

Deno.test("a baseline has the noise floor of its run; one of an older version has none", () =>
  withFolder((folder) => {
    const logLoss = { bound: 0.002, deviation: 0.0003, reason: null };
    const noise = { runs: 3, metrics: { logLoss }, videoBound: 0.01 };
    const { path } = accept(runOf({ reference: 0.1 }), folder, { noise });
    same(readBaseline(path).noise, noise);
    equal(readBaseline(accept(runOf({ reference: 0.1 }), folder).path).noise, null);
  }));
