import assert from "node:assert/strict";
import { join } from "node:path";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import type { ModelCard, TrainingData } from "../../src/stages/classifiers/model_card.ts";
import { trainingWarnings } from "../../src/evaluation/training_warnings.ts";
import type { Dataset, DatasetVideo, VideoId } from "../../src/records/video.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { card as example } from "../pipeline/example_plan.ts";
import { fileClip } from "../../src/records/clip_source.ts";

const DFDC: TrainingData = { dataset: "DFDC", videos: [], note: "" };

function cardOf(name: string, trainedOn: readonly TrainingData[]): ModelCard {
  return { ...example, name, trainedOn };
}

function datasetOf(
  names: readonly string[],
  { folder = "/data/clips", split = "train" }: { folder?: string; split?: string } = {},
): Dataset {
  const videos = names.map((name): DatasetVideo => ({
    id: name as VideoId,
    source: fileClip(`${folder}/${name}`),
    label: "FAKE",
    group: name,
    split,
    tags: {},
  }));
  return {
    ...{ name: "clips", place: folder, folder, followLinks: false, layout: "dfdc" },
    ...{ recognisedBy: "`metadata.json`", videos, missing: [], defaultSplit: null },
    ...{ groups: { kind: "own", scope: "other clips" }, notes: [], leftOut: [] },
    ...{ groupSpace: null, parts: [] },
  };
}

const SAMPLE = ["aagfhgtpmv.mp4", "aapnvogymq.mp4"];

Deno.test("videos listed as training data in a card give a warning, in the dataset of that name only", () => {
  const list = (dataset: string) =>
    cardOf("m", [{ dataset, videos: ["a.mp4", "x.mp4"], note: "" }]);
  const dataset = datasetOf(["a.mp4", "b.mp4"]);
  const [warning, ...others] = trainingWarnings([list("clips")], dataset);
  assert.deepEqual(others, []);
  assert.ok(warning);
  assert.deepEqual([warning.kind, warning.count, warning.examples], [
    ...["seen_in_training", 1, ["a.mp4"]],
  ]);
  assert.match(warning.sentence, /1 of 2 videos is in the training data of model m/);
  assert.deepEqual(trainingWarnings([list("others")], dataset), []);
});

Deno.test("DFDC's training sample gives one warning for all classifiers trained on DFDC", () => {
  const cards = [cardOf("b7-a", [DFDC]), cardOf("demo", []), cardOf("b7-b", [DFDC])];
  const [warning, ...others] = trainingWarnings(cards, datasetOf(SAMPLE));
  assert.deepEqual(others, []);
  assert.ok(warning);
  assert.equal(warning.count, 2);
  assert.match(
    warning.sentence,
    /train_sample_videos is part of it.*b7-a, b7-b were trained on it/,
  );
  assert.equal(trainingWarnings(cards.slice(0, 1), datasetOf(["x y.mp4", ...SAMPLE]))[0]!.count, 2);
});

Deno.test("the shipped cards of the winner's networks name DFDC as training data", async () => {
  const catalogue = await readCatalogue(join(projectRoot(), "models"));
  const cards = catalogue.map(({ card }) => card);
  const [warning] = trainingWarnings(cards, datasetOf(SAMPLE));
  assert.ok(warning);
  assert.match(warning.sentence, /selim-b7-111, .*selim-b7-999 were trained on it/);
  assert.doesNotMatch(warning.sentence, /demo|meso/);
});

Deno.test("DFDC's training videos are recognised by their folder's name too", () => {
  const folder = "/data/train_sample_videos";
  const warnings = trainingWarnings([cardOf("b7", [DFDC])], datasetOf(["1.mp4"], { folder }));
  assert.equal(warnings[0]!.count, 1);
  const part = datasetOf(["dfdc_train_part_7/1.mp4", "2.mp4"]);
  assert.deepEqual(trainingWarnings([cardOf("b7", [DFDC])], part)[0]!.examples, [
    "dfdc_train_part_7/1.mp4",
  ]);
});

Deno.test("other classifiers, other videos and other splits give no warning", () => {
  const faceForensics = { ...DFDC, dataset: "FaceForensics" };
  assert.deepEqual(trainingWarnings([cardOf("m", [faceForensics])], datasetOf(SAMPLE)), []);
  const b7 = [cardOf("b7", [DFDC])];
  assert.deepEqual(trainingWarnings(b7, datasetOf(["cap12-001.mp4"])), []);
  assert.deepEqual(trainingWarnings(b7, datasetOf(SAMPLE, { split: "test" })), []);
  assert.deepEqual(trainingWarnings(b7, { ...datasetOf(SAMPLE), layout: "csv" }), []);
});
