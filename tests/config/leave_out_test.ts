import { deepEqual as same, equal, match } from "node:assert/strict";
import { leftOutSentences } from "../../src/config/leave_out.ts";
import { CATALOGUE, load, refusal } from "./config_text.ts";

const SWEPT = { sweep: { precision: ["fp16"], frames: [8] } };

Deno.test("variants whose model lacks a file of their precision are left out, the others remain", () => {
  const { variants, leftOut, compareWith } = load(SWEPT);
  same(variants.map(({ name }) => name), ["reference", "frames=8"]);
  same(leftOut, [{ name: "precision=fp16", model: "demo", precision: "fp16" }]);
  equal(compareWith, "reference");
  same(load(SWEPT, { model: "meso4" }).leftOut, []);
  const mean = load(SWEPT, { model: "meso4,demo" });
  same(mean.leftOut.map(({ model }) => model), ["demo"]);
});

Deno.test("what is left out is said once for each missing file, with what to do", () => {
  const { leftOut } = load({ matrix: { precision: ["fp16"], seed: [1, 2] } });
  same(leftOutSentences(leftOut, CATALOGUE), [
    'Left out, since model demo has no fp16 file: "seed=1,precision=fp16", "seed=2,precision=fp16". ' +
    "Make its fp16 file.",
  ]);
  const many = load({ matrix: { precision: ["fp16"], seed: [1, 2, 3, 4, 5, 6] } });
  match(leftOutSentences(many.leftOut, CATALOGUE)[0]!, /"seed=4,precision=fp16", 2 more\. Make/);
  same(leftOutSentences([], CATALOGUE), []);
});

Deno.test("a variant without its file that is asked for by name, or is the only one, is an error", () => {
  const asked = refusal(() => load(SWEPT, { variants: ["precision=fp16", "reference"] }));
  match(asked.line, /^error\[MODEL_PRECISION_MISSING\]/);
  match(refusal(() => load({}, { set: ["precision=fp16"] })).line, /MODEL_PRECISION_MISSING/);
});

Deno.test("the models of variants that are not run are not asked for", () => {
  const body = { ...SWEPT, variants: { reference: {}, other: { model: "elsewhere" } } };
  match(refusal(() => load(body)).line, /MODEL_UNKNOWN/);
  const alone = load(body, { onlyCompareWith: true });
  same(alone.variants.map(({ name }) => name), ["reference"]);
  same(alone.leftOut, []);
  const other = load(body, { onlyCompareWith: true, variants: ["frames=8"] });
  same([other.compareWith, other.variants.length], ["frames=8", 1]);
});

Deno.test("without the variant of compareWith, the first that is left is compared with, which is said", () => {
  const variants = { half: { precision: "fp16" }, a: {}, b: { frames: 8 } };
  const config = load({ variants, compareWith: "half" });
  same([config.compareWith, config.leftOut.length], ["a", 1]);
  same(leftOutSentences(config.leftOut, CATALOGUE), [
    'Left out, since model demo has no fp16 file: "half". Variants are compared with "a" instead ' +
    'of "half". Make its fp16 file.',
  ]);
});

Deno.test("a model named twice is refused, however it is written", () => {
  for (const flags of [{ model: "demo,demo" }, { set: ["model=demo,meso4,demo"] }]) {
    match(
      refusal(() => load({}, flags)).line,
      /^error\[CONFIG_\w+\]: --(model|set).*names each model once/,
    );
  }
  match(refusal(() => load({ model: ["demo", "demo"] })).line, /eval\.jsonc.*each model once/);
  equal(load({}, { model: "demo,meso4" }).variants[0]!.model.length, 2);
});
