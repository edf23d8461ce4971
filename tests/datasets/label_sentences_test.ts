import assert from "node:assert/strict";
import { combineDatasets } from "../../src/datasets/combine_datasets.ts";
import { labelSentences } from "../../src/datasets/label_sentences.ts";
import { datasetOf, type VideoFacts } from "./dataset_of.ts";

const REAL = { label: "REAL" } as const, FAKE = { label: "FAKE" } as const;

function sentences(...videos: readonly VideoFacts[]): readonly string[] {
  return labelSentences(datasetOf("a", Object.fromEntries(videos.map((facts, i) => [i, facts]))));
}

Deno.test("nothing is said where every video has a label and both classes are there", () => {
  assert.deepEqual(sentences(REAL, FAKE), []);
});

Deno.test("missing labels and a missing class are said with what they cost", () => {
  const [no] = sentences({}, {});
  assert.match(no!, /^No video has a label: .*no metric/);
  const [partly, ...none] = sentences(REAL, FAKE, {}, {}, {});
  assert.match(
    partly!,
    /^3 of 5 videos have no label: they are scored, but left out of all metrics\.$/,
  );
  assert.deepEqual(none, []);
  const [one, both] = sentences(FAKE, FAKE, {});
  assert.match(one!, /^1 of 3 videos has no label: it is scored/);
  assert.match(both!, /^All 2 labelled videos are FAKE: .*AUC/);
  assert.match(sentences(REAL)[0]!, /^The only labelled video is REAL/);
});

Deno.test("of several datasets those without any label are named", () => {
  const combined = combineDatasets([
    datasetOf("a", { "x.mp4": REAL, "y.mp4": FAKE }),
    datasetOf("b", { "x.mp4": {}, "y.mp4": {} }),
  ]);
  assert.match(labelSentences(combined)[0]!, /^2 of 4 videos have no label, all of b: /);
});
