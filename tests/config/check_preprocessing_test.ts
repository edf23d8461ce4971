import { equal, match } from "node:assert/strict";
import { checkModels } from "../../src/config/check_models.ts";
import type { CardPreprocessing } from "../../src/stages/classifiers/model_card.ts";
import type { Variant } from "../../src/config/variant.ts";
import { variant } from "../pipeline/example_plan.ts";
import { refusal } from "./config_text.ts";

const TEMPLATE = { side: 2, points: [[0, 0], [2, 0], [1, 1], [0, 2], [2, 2]] } as const;

/** Checks a variant whose models are called a, b, … and have these statements in their cards. */
function check(changes: Partial<Variant>, ...cards: readonly CardPreprocessing[]): void {
  const catalogue = cards.map((preprocessing, i) => ({
    name: "abc"[i]!,
    precisions: ["fp32"] as const,
    runnable: ["fp32"] as const,
    remedy: "",
    preprocessing,
  }));
  const model = catalogue.map(({ name }) => name);
  checkModels([variant("v", { model, ...changes })], { catalogue, source: "eval.jsonc" });
}

Deno.test("cards that differ in what a variant has once are refused, and named", () => {
  const cards = [{ faceDetector: "mtcnn" }, {}, { faceDetector: "whole_frame" }] as const;
  const { exitCode, line } = refusal(() => check({ preprocessing: "card" }, ...cards));
  equal(exitCode, 2);
  match(line, /CARDS_DISAGREE.*variant "v".*faceDetector.*mtcnn by "a" and whole_frame by "c"/);
  check({ preprocessing: "variant" }, ...cards);
  check({ preprocessing: "card" }, ...cards.slice(0, 2));
  check({ preprocessing: "card" }, { margin: 0.1 }, { margin: 0.2 });
  const poolings = [{ pooling: "mean" }, { pooling: "median" }] as const;
  match(refusal(() => check({ preprocessing: "card" }, ...poolings)).line, /pooling/);
});

Deno.test("faces without landmarks are not aligned, and the remedies work", () => {
  const changes = { faceDetector: "whole_frame", align: "landmarks" } as const;
  const { exitCode, line } = refusal(() => check(changes, { template: TEMPLATE }));
  equal(exitCode, 2);
  match(
    line,
    /ALIGN_WITHOUT_LANDMARKS.*"whole_frame".*Set "faceDetector" to "mtcnn", or "align": "none"/,
  );
  check({ ...changes, faceDetector: "mtcnn" }, { template: TEMPLATE });
  check({ ...changes, align: "none" }, { template: TEMPLATE });
});

Deno.test("a card's alignment under a face detector without landmarks is refused likewise", () => {
  const aligning = { align: "landmarks", template: TEMPLATE } as const;
  const changes = { faceDetector: "whole_frame", preprocessing: "card" } as const;
  match(refusal(() => check(changes, aligning)).line, /or "preprocessing": "variant"/);
  check({ ...changes, preprocessing: "variant" }, aligning);
  check({ ...changes, faceDetector: "mtcnn" }, aligning);
});

Deno.test("alignment without a template in the card is refused", () => {
  const { line } = refusal(() => check({ align: "landmarks" }, { template: TEMPLATE }, {}));
  match(
    line,
    /ALIGN_WITHOUT_TEMPLATE.*model "b".*models\/b\/card\.json: "preprocessing": \{"template"/,
  );
});
