import assert from "node:assert/strict";
import { readFakeClass } from "../../../src/models/cards/card_flags.ts";
import { openQuestions } from "../../../src/models/cards/questions.ts";
import type { GraphDescription } from "../../../src/models/onnx/describe_graph.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { columnOfClass, fakeColumn, labelMeaning } from "../../../src/models/cards/fake_class.ts";

const MEANINGS: Readonly<Record<string, "fake" | "real" | null>> = {
  "fake": "fake",
  "Fake": "fake",
  "FAKE": "fake",
  "Deepfake": "fake",
  "deepfakes": "fake",
  "Deep-Fake": "fake",
  "DeepFake Image": "fake",
  "fake_image": "fake",
  "1_fake": "fake",
  "AI": "fake",
  "ai": "fake",
  "AI-generated": "fake",
  "aiGenerated": "fake",
  "artificial": "fake",
  "Synthetic": "fake",
  "manipulated": "fake",
  "tampered": "fake",
  "forgery": "fake",
  "forged": "fake",
  "spoof": "fake",
  "attack": "fake",
  "FaceSwap": "fake",
  "swapped": "fake",
  "GAN": "fake",
  "df": "fake",
  "not real": "fake",
  "non-authentic": "fake",
  "real": "real",
  "Real": "real",
  "Realism": "real",
  "real_face": "real",
  "0-real": "real",
  "original": "real",
  "human": "real",
  "hum": "real",
  "authentic": "real",
  "genuine": "real",
  "bonafide": "real",
  "bona fide": "real",
  "bona-fide": "real",
  "live": "real",
  "pristine": "real",
  "natural": "real",
  "not_fake": "real",
  "non-fake": "real",
  "notFake": "real",
  "unmanipulated": "real",
  "LABEL_0": null,
  "LABEL_1": null,
  "0": null,
  "cat": null,
  "real or fake": null,
  "positive": null,
  "chair": null,
  "": null,
};

for (const [label, meaning] of Object.entries(MEANINGS)) {
  Deno.test(`the label "${label}" means ${meaning ?? "nothing certain"}`, () => {
    assert.equal(labelMeaning(label), meaning);
  });
}

const fake = (index: number) => ({ index, polarity: "fake" });
const real = (index: number) => ({ index, polarity: "real" });

const COLUMNS: readonly (readonly [readonly string[], number, object | null])[] = [
  [["Real", "Fake"], 2, fake(1)],
  [["Fake", "Real"], 2, fake(0)],
  [["artificial", "human"], 2, fake(0)],
  [["Realism", "Deepfake"], 2, fake(1)],
  [["real", "LABEL_1"], 2, real(0)],
  [["LABEL_0", "LABEL_1"], 2, null],
  [["fake", "fake"], 2, null],
  [["real", "deepfake", "ai-generated"], 3, real(0)],
  [["fake", "real", "original"], 3, fake(0)],
  [["fake", "real", "no face"], 3, null],
  [["real", "fake"], 3, null],
  [["real", "fake"], 1, fake(0)],
  [["fake", "real"], 1, real(0)],
  [["fake", "LABEL_1"], 1, real(0)],
  [["LABEL_0", "real"], 1, real(0)],
  [["fake"], 1, fake(0)],
  [["real"], 1, real(0)],
  [["LABEL_0"], 1, null],
];

for (const [names, columns, expected] of COLUMNS) {
  Deno.test(`classes ${names.join(", ")} in ${columns} columns`, () => {
    assert.deepEqual(fakeColumn(names, columns), expected);
  });
}

Deno.test("with one column, class 1 is what a high value means", () => {
  assert.deepEqual(columnOfClass(1, 1), fake(0));
  assert.deepEqual(columnOfClass(0, 1), real(0));
  assert.deepEqual(columnOfClass(0, 2), fake(0));
  assert.deepEqual(columnOfClass(3, null), fake(3));
});

Deno.test("class 0 of a number of columns that is not known says neither column nor meaning", () => {
  assert.throws(() => columnOfClass(0, null), RangeError);
  const classes = { labels: null, columns: null };
  assert.throws(
    () => readFakeClass("0", classes),
    (error) =>
      error instanceof AssayError && error.exitCode === 2 &&
      /output\.index 0 and output\.polarity "fake"/.test(error.remedy),
  );
  assert.deepEqual(readFakeClass("1", classes), fake(1));
});

Deno.test("asked for a number of columns that is not known, a single one that is high for real is a choice", () => {
  const [question] = openQuestions({}, {
    graph: { outputs: [] } as unknown as GraphDescription,
    labels: null,
    columns: null,
  })
    .filter(({ kind }) => kind === "fake");
  assert.deepEqual(question!.choices.map(({ facts }) => facts.fake!.value), [
    fake(1),
    fake(0),
    real(0),
  ]);
});
