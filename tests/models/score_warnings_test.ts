import { deepEqual, equal, match } from "node:assert/strict";
import { inputWarnings, scoreWarnings } from "../../src/models/score_warnings.ts";
import type { ModelInput } from "../../src/stages/classifiers/model_card.ts";
import { madeCard } from "../stages/classifiers/made_classifier.ts";

const { input } = madeCard();

const triple = (value: number) => [value, value, value] as const;

const USUAL: readonly [string, Partial<ModelInput>, number?][] = [
  ["ImageNet's", { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }],
  ["-1 to 1", {}],
  ["0 to 1", { mean: triple(0), std: triple(1) }],
  ["bytes' statistics", { scale: 1, mean: triple(127.5), std: triple(127.5) }],
  ["Caffe's, divided", { scale: 1, mean: [104, 117, 123], std: [57, 57, 57] }],
  ["bytes that the graph divides", { scale: 1, mean: triple(0), std: triple(1) }, 1 / 255],
];
for (const [what, changes, rescale = 1] of USUAL) {
  Deno.test(`usual inputs are not warned of: ${what}`, () =>
    deepEqual(inputWarnings({ ...input, ...changes }, { rescale }), []));
}

const ODD: readonly [string, Partial<ModelInput>, number, RegExp][] = [
  [
    "divided twice",
    { scale: 1 / 255, mean: triple(0), std: triple(255) },
    1,
    /range from 0 to 0\.00392/,
  ],
  ["not divided", { scale: 1, mean: triple(0), std: triple(1) }, 1, /from 0 to 255/],
  ["not divided, ImageNet's", { scale: 1, mean: triple(0.45), std: triple(0.225) }, 1, /to 1130/],
  ["the mean of bytes", { mean: triple(123), std: triple(57) }, 1, /from -2\.16 to -2\.14/],
  [
    "the mean of bytes, another deviation",
    { mean: triple(123), std: triple(0.225) },
    1,
    /from -547/,
  ],
  [
    "divided by the graph too",
    { mean: triple(0), std: triple(1) },
    1 / 255,
    /after the graph's own factor of 0\.00392/,
  ],
];
for (const [what, changes, rescale, says] of ODD) {
  Deno.test(`odd inputs are warned of: ${what}`, () => {
    const [warning = "none", ...more] = inputWarnings({ ...input, ...changes }, { rescale });
    match(warning, says);
    equal(more.length, 0);
  });
}

Deno.test("nothing is said of inputs that the graph normalises in its own way", () =>
  deepEqual(
    inputWarnings({ ...input, scale: 1, mean: triple(0), std: triple(1) }, { rescale: null }),
    [],
  ));

Deno.test("saturated and equal scores are warned of", () => {
  deepEqual(scoreWarnings([0.2, 0.5, 0.3, 0.9]), []);
  deepEqual(scoreWarnings([1, 1, 0.4, 0]), []);
  match(scoreWarnings([1, 0, 1, 1]).join(), /almost exactly 0 or 1/);
  match(scoreWarnings([0.5, 0.5, 0.5, 0.5]).join(), /score alike \(0\.5 … 0\.5\)/);
  match(scoreWarnings([0.5001, 0.5, 0.5003, 0.5]).join(), /score alike/);
});

Deno.test("a graph that normalises its input itself is warned of when the card does so once more", () => {
  const graph = { rescale: null, normalises: "Sub" };
  const [warning = "none"] = inputWarnings({ ...input, mean: [0.5, 0.5, 0.5] }, graph);
  match(warning, /normalises its input itself, beginning with Sub.*--mean 0 --std 1/);
  deepEqual(inputWarnings({ ...input, mean: [0, 0, 0], std: [1, 1, 1] }, graph), []);
});
