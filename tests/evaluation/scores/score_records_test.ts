import { deepEqual as same, equal } from "node:assert/strict";
import type { ScoreRow } from "../../../src/evaluation/scores/read_scores.ts";
import { scoreRecord } from "../../../src/evaluation/scores/score_records.ts";
import type { DatasetVideo, VideoId } from "../../../src/records/video.ts";
import { recordFault } from "../../../src/runs/record_fault.ts";

const VIDEO: DatasetVideo = {
  ...{ id: "a.mp4" as VideoId, source: { kind: "file", path: "/a.mp4" }, label: "FAKE" },
  ...{ group: "a", split: null, tags: {} },
};
const OPTIONS = { file: "scores.csv", sha256: "0".repeat(64), contentHash: null, metadata: null };

function rowOf(variant: string, frame: number, probability: number): ScoreRow {
  return { name: "a.mp4", variant, probability, frame, face: null, own: null, at: "in line 2" };
}

function scoresOf(rows: readonly ScoreRow[]) {
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const byVariant = new Map(
    variants.map((name) => [
      name,
      new Map([["a.mp4", rows.filter(({ variant }) => variant === name)]]),
    ]),
  );
  return { variants, byVariant };
}

Deno.test("variants that scored the same face share it, and each lists its own faces", () => {
  const scores = scoresOf([
    rowOf("one", 20, 0.5),
    rowOf("one", 0, 0.25),
    rowOf("one", 0, 0.75),
    rowOf("two", 0, 1),
  ]);
  const record = scoreRecord(VIDEO, scores, { ...OPTIONS, pooling: "max" });
  equal(recordFault(record), null);
  same(
    record.faces.map(({ frame, face, box, scores }) => [frame, face, box, scores]),
    [[0, 0, null, { one: 0.25, two: 1 }], [0, 1, null, { one: 0.75 }], [20, 0, null, { one: 0.5 }]],
  );
  same(record.variants.map(({ probability, faces }) => [probability, faces]), [[0.75, 3], [1, 1]]);
  const crops = record.variants.map(({ stages }) => record.stages[stages[3]!]!.faces);
  same(crops, [[0, 1, 2], [0]]);
});

Deno.test("a video without a score is not scored, and nothing is known of its stages", () => {
  const scores = { variants: ["one"], byVariant: new Map([["one", new Map()]]) };
  const record = scoreRecord(VIDEO, scores, { ...OPTIONS, pooling: null });
  equal(recordFault(record), null);
  const [verdict] = record.variants;
  same([verdict!.probability, verdict!.fallback, verdict!.faces], [0.5, "error", null]);
  equal(record.stages.every(({ digest, mode }) => digest === null && mode === "unknown"), true);
});
