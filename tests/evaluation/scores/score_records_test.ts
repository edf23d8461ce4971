import { deepEqual as same, equal } from "node:assert/strict";
import type { ScoreRow } from "../../../src/evaluation/scores/read_scores.ts";
import { scoreRecord } from "../../../src/evaluation/scores/score_records.ts";
import { poolingStrategies } from "../../../src/stages/pooling/registry.ts";
import type { DatasetVideo, VideoId } from "../../../src/records/video.ts";
import { derivedTags } from "../../../src/runs/derived_tags.ts";
import { recordFault } from "../../../src/runs/record_fault.ts";

const VIDEO: DatasetVideo = {
  ...{ id: "a.mp4" as VideoId, source: { kind: "file", path: "/a.mp4" }, label: "FAKE" },
  ...{ group: "a", split: null, tags: {} },
};
const OPTIONS = { file: "scores.csv", sha256: "0".repeat(64), contentHash: null, metadata: null };

function rowOf(variant: string, frame: number, probability: number): ScoreRow {
  return {
    ...{ name: "a.mp4", variant, probability, frame, face: null, own: null },
    ...{ facesFound: null, at: "in line 2" },
  };
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

Deno.test("every pooling strategy pools imported faces, by their frames", () => {
  const rows = [rowOf("one", 0, 0.25), rowOf("one", 0, 0.75), rowOf("one", 9, 0.5)];
  for (const pooling of Object.keys(poolingStrategies)) {
    const { variants: [verdict] } = scoreRecord(VIDEO, scoresOf(rows), { ...OPTIONS, pooling });
    equal(verdict!.status, "ok", pooling);
    if (pooling === "frame_max_mean") equal(verdict!.probability, 0.625);
  }
});

Deno.test("the tag facesFound is that of Assay's table", () => {
  const row = { ...rowOf("one", 0, 0.25), facesFound: ">=2" };
  const record = scoreRecord(VIDEO, scoresOf([row]), { ...OPTIONS, pooling: null });
  equal(recordFault(record), null);
  const manifest = { variants: [], compareWith: "one" };
  equal(derivedTags(record, manifest).facesFound, ">=2");
});
