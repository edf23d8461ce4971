import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import type { Variant } from "../../src/config/variant.ts";
import { makePlan } from "../../src/pipeline/plan/make_plan.ts";
import { preprocessingSentences } from "../../src/pipeline/plan/preprocessing_sentences.ts";
import { sameWorkSentences } from "../../src/pipeline/plan/same_work.ts";
import type { CardPreprocessing } from "../../src/stages/classifiers/model_card.ts";
import { inFolder } from "../commands/in_folder.ts";
import { faceTest, madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { context, variant } from "./example_plan.ts";
import { executed } from "./executed.ts";
import { tinyModels } from "./tiny_models.ts";

/** What the cards of `small` and `large` state. */
interface Stated {
  readonly small?: CardPreprocessing;
  readonly large?: CardPreprocessing;
}

function withCards(models: typeof context.models, cards: Stated) {
  return models.map((model) => {
    const preprocessing = cards[model.card.name as keyof Stated];
    return preprocessing ? { ...model, card: { ...model.card, preprocessing } } : model;
  });
}

function planned(variants: readonly Variant[], cards: Stated) {
  return makePlan(variants, { ...context, models: withCards(context.models, cards) });
}

const TEMPLATE = { side: 112, points: [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]] } as const;
const MARGINS = { small: { margin: 0.1 }, large: { margin: 0.2, fit: "square" } } as const;

Deno.test("a variant that takes its card's preprocessing does the work of one that says the same", () => {
  const variants = [
    variant("own", { margin: 0.1, faceDetector: "whole_frame", pooling: "mean" }),
    variant("card", { preprocessing: "card" }),
  ];
  const small = { margin: 0.1, faceDetector: "whole_frame", pooling: "mean" } as const;
  const plan = planned(variants, { small });
  same(plan.variants[1]!.keys, plan.variants[0]!.keys);
  const { margin, faceDetector, pooling } = plan.variants[1]!.variant;
  same({ margin, faceDetector, pooling }, small, "the manifest says what was done");
  const { margin: third, faceDetector: mtcnn, pooling: confident } = variant("v");
  same(plan.variants.map(({ replacedByCard }) => replacedByCard), [
    {},
    { margin: third, faceDetector: mtcnn, pooling: confident },
  ]);
  same(sameWorkSentences(plan), [
    'Variants "own" and "card" do the same work: preprocessing has no effect here.',
  ]);
});

Deno.test("several models are each cropped by their own card, and names say so", () => {
  const both = { model: ["small", "large"], preprocessing: "card" } as const;
  const plan = planned([variant("both", both)], MARGINS);
  same(plan.preparations.map(({ name }) => name), [
    "box2+margin0.1+area_down_cubic_up+32px",
    "box2+margin0.2+area_down_cubic_up+64px+square",
  ]);
  equal(plan.variants[0]!.variant.margin, 1 / 3, "where models differ it is the variant's own");
  const other = planned([variant("both", both)], { ...MARGINS, large: { margin: 0.3 } });
  same(other.variants[0]!.keys.slice(0, 3), plan.variants[0]!.keys.slice(0, 3));
  notEqual(other.variants[0]!.keys[3], plan.variants[0]!.keys[3]);
});

Deno.test("a template is in the key and in the name of aligned faces, and nowhere else", () => {
  const moved = { ...TEMPLATE, side: 128 };
  const [one, other] = [TEMPLATE, moved].map((template) =>
    planned([variant("cropped"), variant("aligned", { align: "landmarks" })], {
      small: { template },
    })
  );
  ok(one && other);
  same(one.variants[0]!.keys, other.variants[0]!.keys);
  notEqual(one.variants[1]!.keys[3], other.variants[1]!.keys[3]);
  const names = [one, other].map(({ preparations }) => preparations[1]!.name);
  for (const name of names) match(name, /^box2\+32px\+template[0-9a-f]{8}\+landmarks$/);
  notEqual(names[0], names[1]);
});

Deno.test("one sentence for each model says how variants differ from its card", () => {
  const variants = [
    variant("usual"),
    variant("wide", { margin: 0.5, model: ["small", "large"] }),
    variant("card", { preprocessing: "card", model: ["small", "large"] }),
    variant("near", { margin: 0.1004 }),
  ];
  same(preprocessingSentences(planned(variants, MARGINS)), [
    'Model "small" was trained with margin 0.1, by its card; variants "usual" and "wide" run it ' +
    'with margin 1/3 or 0.5. To take what the card states, set "preprocessing": "card".',
    'Model "large" was trained with margin 0.2 and fit square, by its card; variant "wide" runs it ' +
    'with margin 0.5 and fit black. To take what the card states, set "preprocessing": "card".',
  ]);
  same(preprocessingSentences(planned(variants, { small: MARGINS.small })).slice(1), [
    'The card of model "large" states no preprocessing, so "card" uses its own for it.',
  ]);
});

Deno.test("what has no effect in a variant is not compared", () => {
  const small = { margin: 0.1, threshold: 0.7, topFaces: 3, template: TEMPLATE } as const;
  const variants = [variant("v", { align: "landmarks", pooling: "mean" })];
  same(preprocessingSentences(planned(variants, { small })), []);
});

faceTest(
  "each model scores faces that are aligned or cropped as its own card states",
  () =>
    inFolder(async (folder) => {
      const models = withCards(await tinyModels(folder), {
        small: { align: "landmarks", template: TEMPLATE },
        large: { fit: "stretch", margin: 0 },
      });
      const video = await madeFaceVideo(folder, { frames: 8 });
      const both = ["small", "large"];
      const variants = [
        variant("card", { preprocessing: "card", model: both, frames: 4 }),
        variant("small", { align: "landmarks", frames: 4 }),
        variant("large", { fit: "stretch", margin: 0, model: ["large"], frames: 4 }),
        variant("usual", { model: both, frames: 4 }),
      ];
      const record = await executed(video, variants, { ...context, models });
      same(record.variants.map(({ error, faces }) => [error, faces]), Array(4).fill([null, 4]));
      const [card, small, large, usual] = record.variants.map(({ probability }) => probability);
      ok(Math.abs(card! - (small! + large!) / 2) < 1e-6);
      notEqual(card, usual);
      equal(new Set(record.faces.map(({ facePreparation }) => facePreparation)).size, 4);
    }),
);

faceTest(
  "frame_max_mean counts the frames of a video without a face as 0.5",
  () =>
    inFolder(async (folder) => {
      const models = await tinyModels(folder);
      const video = await madeFaceVideo(folder, { frames: 8, black: "lt(n,3)" });
      const changes = { selection: "all" } as const;
      const variants = [
        variant("frames", { ...changes, pooling: "frame_max_mean" }),
        variant("mean", { ...changes, pooling: "mean" }),
      ];
      const record = await executed(video, variants, { ...context, models });
      const [frames, mean] = record.variants;
      equal(mean!.faces, 5);
      equal(frames!.branch, "frame_max_mean");
      ok(Math.abs(frames!.probability - (5 * mean!.probability + 3 * 0.5) / 8) < 1e-6);
    }),
);
