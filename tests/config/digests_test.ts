import { equal, notEqual } from "node:assert/strict";
import type { ParameterName, Variant } from "../../src/config/variant.ts";
import { type Stage, STAGES } from "../../src/records/run_result.ts";
import { inFolder } from "../commands/in_folder.ts";
import type { CardPreprocessing } from "../../src/stages/classifiers/model_card.ts";
import { context, variant } from "../pipeline/example_plan.ts";
import { executed, partsAt, stagesOf } from "../pipeline/executed.ts";
import { faceTest, madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../pipeline/tiny_models.ts";

/** A change of one parameter that changes what comes out for the video below. */
interface Change {
  /** What else is set, on both sides, so that the parameter acts. */
  readonly base?: Partial<Variant>;
  readonly change: Partial<Variant>;
  /** Where keys part; `null`: nowhere. */
  readonly keys: Stage | null;
  /** Where digests part; left out: where keys do. `null`: nowhere, as the output is the same. */
  readonly digests?: Stage | null;
}

const CHANGES: Readonly<Partial<Record<ParameterName, Change>>> = {
  selection: { change: { selection: "middle" }, keys: "sample" },
  frames: { change: { frames: 13 }, keys: "sample" },
  jitter: { change: { jitter: 3 }, keys: "sample" },
  seed: { base: { jitter: 3 }, change: { seed: 7 }, keys: "sample" },
  readIndices: { base: { jitter: 3 }, change: { readIndices: "each" }, keys: "sample" },
  faceDetector: { change: { faceDetector: "whole_frame" }, keys: "detect" },
  detectorScale: { change: { detectorScale: 1 }, keys: "detect" },
  minFace: { change: { minFace: 40 }, keys: "detect" },
  pyramidFactor: { change: { pyramidFactor: 0.6 }, keys: "detect" },
  detectionThresholds: { change: { detectionThresholds: [0.3, 0.3, 0.3] }, keys: "detect" },
  boxScale: { change: { boxScale: 1.5 }, keys: "crop" },
  noFace: { change: { noFace: "abort" }, keys: "crop" },
  margin: { change: { margin: 0.2 }, keys: "crop" },
  preprocessing: { change: { preprocessing: "card" }, keys: "crop" },
  resize: { change: { resize: "cubic_down_area_up" }, keys: "crop" },
  fit: { change: { fit: "square" }, keys: "crop" },
  align: { change: { align: "landmarks" }, keys: "crop" },
  maxFaces: { change: { maxFaces: 5 }, keys: "crop" },
  singleFace: { base: { frames: 1 }, change: { singleFace: "score" }, keys: "pool" },
  model: { change: { model: ["large"] }, keys: "crop" },
  precision: { change: { precision: "fp16" }, keys: "classify" },
  batchSize: { change: { batchSize: 4 }, keys: "classify", digests: null },
  pooling: { change: { pooling: "max" }, keys: "pool" },
  topFaces: { base: { pooling: "top_k_mean" }, change: { topFaces: 3 }, keys: "pool" },
  threshold: { change: { threshold: 0.5 }, keys: "pool" },
  decision: { change: { decision: 0.4 }, keys: null },
};

const STATED: CardPreprocessing = {
  margin: 0.5,
  template: { side: 112, points: [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]] },
};

/** Twenty frames of thirty, among them a black one. */
const base = { frames: 20, batchSize: 1 };

/** Both sides of every change, as variants of one plan. */
function pairs(): Variant[] {
  return Object.entries(CHANGES).flatMap(([name, { base: own, change }]) => {
    return [
      variant(`${name} before`, { ...base, ...own }),
      variant(`${name} after`, { ...base, ...own, ...change }),
    ];
  });
}

faceTest(
  "each parameter parts keys at its own stage, and digests where the output changed",
  (t) =>
    inFolder(async (folder) => {
      const path = await madeFaceVideo(folder, { frames: 30, black: "between(n,10,12)" });
      const models = (await tinyModels(folder)).map((model) => ({
        ...model,
        card: { ...model.card, preprocessing: STATED },
      }));
      const record = await executed(path, pairs(), { ...context, models });
      for (const { error } of record.variants) equal(error, null);
      for (const [name, { keys, digests = keys }] of Object.entries(CHANGES)) {
        await t.step(name, () => {
          const [before, after] = ["before", "after"].map((side) =>
            stagesOf(record, `${name} ${side}`)
          );
          equal(partsAt(before!, after!, "key"), keys);
          equal(partsAt(before!, after!, "digest"), digests);
          if (keys === null) return;
          for (const stage of STAGES.slice(STAGES.indexOf(keys))) {
            notEqual(after![stage].key, before![stage].key, "keys that have parted stay apart");
          }
        });
      }
    }),
);
