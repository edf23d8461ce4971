import { deepEqual as same, equal, throws } from "node:assert/strict";
import { readScores } from "../../../src/evaluation/scores/read_scores.ts";
import { saysReal, scoreColumns } from "../../../src/evaluation/scores/score_columns.ts";

function fileOf(columns: readonly string[], ...rows: readonly (readonly unknown[])[]) {
  return {
    ...{ name: "scores.csv", columns, notes: [], sha256: "0".repeat(64) },
    rows: rows.map((values, i) => ({ values, at: `in line ${i + 2}` })),
  };
}

const READING = {
  ...{ columns: {}, polarity: null, activation: null, variant: "mine", allowMissing: false },
} as const;

Deno.test("a column of decisions or labels is not taken for the score if there are grades", () => {
  const file = fileOf(["file", "prediction", "fake", "logit"], ["a.mp4", 1, 1, 2.5]);
  equal(scoreColumns(file, {}).score, 3);
  const words = fileOf(["file", "prediction", "label"], ["a.mp4", "FAKE", 0.7]);
  equal(scoreColumns(words, {}).score, 2);
});

Deno.test("a column of labels alone is no column of scores, unless it was named", () => {
  const file = fileOf(["file", "label"], ["a.mp4", 1], ["b.mp4", 0]);
  throws(() => scoreColumns(file, {}), /"label" has nothing but 0 and 1.*--column score=label/);
  equal(scoreColumns(file, { score: "label" }).score, 1);
  equal(scoreColumns(fileOf(["file", "label"], ["a.mp4", 1], ["b.mp4", 0.2]), {}).score, 1);
});

Deno.test("columns are found by their usual names however they are spelled", () => {
  const file = fileOf(["Video Path", "P(fake)", "Model-Name", "frame_idx"], ["a", 0.5, "x", 0]);
  const { file: name, score, variant, frame, face } = scoreColumns(file, {});
  same([name, score, variant, frame, face], [0, 1, 2, 3, null]);
});

Deno.test("a column that says real or logit is read as such, unless told otherwise", () => {
  const real = fileOf(["file", "prob_real"], ["a", "0.75"]);
  equal(saysReal("prob_real"), true);
  equal(readScores(real, READING).rows[0]!.probability, 0.25);
  equal(readScores(real, { ...READING, polarity: "fake" }).rows[0]!.probability, 0.75);
  const logit = fileOf(["file", "logits"], ["a", "0"]);
  equal(readScores(logit, READING).rows[0]!.probability, 0.5);
  equal(readScores(logit, { ...READING, activation: "none" }).rows[0]!.probability, 0);
});

Deno.test("frames are numbers or names that end in one", () => {
  const read = (frame: unknown) =>
    readScores(fileOf(["file", "score", "frame"], ["a", 0.5, frame]), READING).rows[0]!.frame;
  same([read("7"), read(12), read("frame_0031.png")], [7, 12, 31]);
  throws(() => read("first"), /the frame "first", which is no whole number, in line 2/);
});
