import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../src/platform/files/project.ts";
import type { AssayError } from "../../../src/records/errors.ts";
import {
  CARD_PARAMETERS,
  SHARED_CARD_PARAMETERS,
  valuesByCards,
} from "../../../src/stages/classifiers/card_preprocessing.ts";
import { parseModelCard } from "../../../src/stages/classifiers/parse_card.ts";
import { madeCard } from "./made_classifier.ts";

const POINTS = [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]] as const;
const TEMPLATE = { side: 112, points: POINTS };

function parsed(preprocessing: unknown) {
  const files = { fp32: { path: "made.onnx", sha256: null } };
  const card = { schemaVersion: 1, files, ...madeCard({ name: "made" }), preprocessing };
  return parseModelCard(JSON.parse(JSON.stringify(card)), "models/made/card.json").preprocessing;
}

function refusal(preprocessing: unknown): string {
  try {
    parsed(preprocessing);
  } catch (error) {
    return (error as AssayError).message;
  }
  throw new Error("the card was accepted");
}

Deno.test("a card states parameters by their names and values in the config", () => {
  same(CARD_PARAMETERS, [
    "faceDetector",
    "margin",
    "resize",
    "fit",
    "align",
    "pooling",
    "threshold",
    "topFaces",
  ]);
  for (
    const preprocessing of [
      {},
      { margin: 0.3, fit: "square", resize: "bilinear", faceDetector: "mtcnn" },
      { pooling: "top_k_mean", topFaces: 3 },
      { align: "landmarks", template: TEMPLATE, faceDetector: "mtcnn" },
      { template: { side: 1, points: POINTS.map(([x, y]) => [x / 112, y / 112]) } },
    ]
  ) same(parsed(preprocessing), preprocessing);
});

Deno.test("errors of a card name the value that was meant", () => {
  match(refusal({ marign: 0.3 }), /preprocessing\.marign .*Did you mean "margin"\?/);
  match(
    refusal({ minFace: 20 }),
    /preprocessing\.minFace is not .*Valid names: faceDetector, margin/,
  );
  match(
    refusal({ fit: "strech" }),
    /preprocessing\.fit must be "black" or "stretch" or "square", not "strech"\. Did you mean "stretch"\?/,
  );
  match(refusal({ faceDetector: "mtcn" }), /preprocessing\.faceDetector .*Did you mean "mtcnn"\?/);
  match(refusal({ pooling: "means" }), /preprocessing\.pooling .*Did you mean "mean"\?/);
  match(refusal({ margin: -1 }), /preprocessing\.margin/);
  match(refusal({ margin: "1/3" }), /preprocessing\.margin/);
});

Deno.test("alignment needs a template of five points, and a face detector with landmarks", () => {
  match(
    refusal({ align: "landmarks" }),
    /must be given a template with align "landmarks": \{"side"/,
  );
  match(
    refusal({ align: "landmarks", template: TEMPLATE, faceDetector: "whole_frame" }),
    /whole_frame/,
  );
  match(
    refusal({ template: { side: 112, points: POINTS.slice(1) } }),
    /points must be a list of at least 5 values.*left eye, right eye, nose/,
  );
  match(
    refusal({ template: { side: 112, points: POINTS.map(() => [5, 5]) } }),
    /not all be one point/,
  );
  match(refusal({ template: { side: 0, points: POINTS } }), /template\.side/);
});

const GIVEN = { preprocessing: "card", margin: 1, fit: "black", faceDetector: "mtcnn", frames: 4 };

Deno.test("what cards state goes before the variant's values, for each model its own", () => {
  const cards = [
    { preprocessing: { margin: 0.2 } },
    { preprocessing: { fit: "square" } },
    {},
  ] as const;
  const { shared, each } = valuesByCards(GIVEN, cards);
  same(shared, GIVEN, "models differ in all that is stated");
  same(each, [{ ...GIVEN, margin: 0.2 }, { ...GIVEN, fit: "square" }, GIVEN]);
});

Deno.test("values that all models have in common are the variant's", () => {
  const card = { preprocessing: { margin: 0.2, faceDetector: "whole_frame" } } as const;
  const { shared, each } = valuesByCards(GIVEN, [card, { preprocessing: { margin: 0.2 } }]);
  same(shared, { ...GIVEN, margin: 0.2, faceDetector: "whole_frame" });
  same(each, [shared, shared]);
});

Deno.test("without `preprocessing: card` cards change nothing", () => {
  const given = { ...GIVEN, preprocessing: "variant" };
  const { shared, each } = valuesByCards(given, [{ preprocessing: { margin: 0.2 } }]);
  equal(shared, given);
  same(each, [given]);
  ok(SHARED_CARD_PARAMETERS.every((name) => CARD_PARAMETERS.includes(name)));
});

Deno.test("the examples of docs/preprocessing.md are valid", () => {
  const text = readFileSync(join(projectRoot(), "docs", "preprocessing.md"), "utf8");
  const blocks = [...text.matchAll(/```json\n([^]*?)```/g)].map((found) => found[1]);
  equal(blocks.length, 2);
  for (const block of blocks) {
    const { preprocessing } = JSON.parse(`{${block}}`);
    same(parsed(preprocessing), preprocessing);
  }
});
