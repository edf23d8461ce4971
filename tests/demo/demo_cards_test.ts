import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import type { DatasetVideo } from "../../src/records/video.ts";
import type { Classifier } from "../../src/stages/classifiers/contract.ts";
import { onnxFamily } from "../../src/stages/classifiers/onnx_classifier.ts";
import { modelCardSchema } from "../../src/stages/classifiers/model_card_schema.ts";
import type { FaceDetector } from "../../src/stages/faces/contract.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { demoClips, fakeName, realName } from "../../src/demo/demo_clips.ts";
import { readDemoDatasetCard } from "../../src/demo/demo_dataset_card.ts";
import { openReferenceDetector, preparedFaces } from "../../src/demo/demo_faces.ts";
import { DEMO_FACE_SIZE } from "../../src/demo/demo_classifier_recipe.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { inTemporaryHome } from "../temporary_home.ts";
import { builtTest, DEMO_DATASET, DEMO_MODEL, MTCNN_FOLDER } from "./small_demo.ts";

const card = modelCardSchema.parse(
  JSON.parse(await Deno.readTextFile(join(DEMO_MODEL, "card.json"))),
);

/** About eight frames of each clip. */
const FRAME_STEP = 13;

Deno.test("the demo classifier's card lists exactly the clips of the train split", async () => {
  const { name, recipe } = await readDemoDatasetCard(DEMO_DATASET);
  const clips = demoClips(recipe).filter(({ split }) => split === "train");
  const names = clips.flatMap((clip) => [realName(clip), fakeName(clip)]).sort();
  equal(card.trainedOn.length, 1);
  equal(card.trainedOn[0]!.dataset, name);
  deepEqual(card.trainedOn[0]!.videos.toSorted(), names);
  equal(card.input.size, DEMO_FACE_SIZE);
});

builtTest(
  "the demo classifier tells the test split's fakes, from a few frames of each clip",
  async () => {
    await inTemporaryHome(async () => {
      const { videos } = await openDataset(DEMO_DATASET, { datasetsFolder: "" });
      const test = videos.filter(({ split }) => split === "test");
      const detector = await openReferenceDetector(MTCNN_FOLDER);
      const classifier = await onnxFamily.load(card, DEMO_MODEL, {
        provider: "cpu",
        precision: "fp32",
        batchSize: 1,
        threads: 1,
      });
      const probabilities: number[] = [];
      for (const video of test) {
        probabilities.push(await meanScore(video, { detector, classifier }));
      }
      await classifier.release();
      await detector.release();
      const items = {
        labels: Uint8Array.from(test, ({ label }) => label === "FAKE" ? 1 : 0),
        probabilities: Float64Array.from(probabilities),
      };
      const options = { decision: 0.5, clip: 1e-15 };
      const logLoss = METRICS.logLoss.compute(items, options).value ?? Infinity;
      const auc = METRICS.auc.compute(items, options).value ?? 0;
      ok(logLoss <= 0.5 && auc >= 0.85, `log loss ${logLoss}, AUC ${auc}`);
    });
  },
);

async function meanScore(
  video: DatasetVideo,
  { detector, classifier }: { detector: FaceDetector; classifier: Classifier },
): Promise<number> {
  let sum = 0, count = 0;
  const options = { detector, size: DEMO_FACE_SIZE, step: FRAME_STEP };
  for await (const { data } of preparedFaces(video, options)) {
    sum += (await classifier.score(data, 1))[0]!;
    count += 1;
  }
  return sum / count;
}
