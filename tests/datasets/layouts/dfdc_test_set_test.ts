import { deepEqual as same } from "node:assert/strict";
import { dfdc } from "../../../src/datasets/layouts/dfdc.ts";
import { dfdcTestSet } from "../../../src/datasets/layouts/dfdc_test_set.ts";
import { assertRefused } from "../dataset_folder.ts";
import { listLayout, recogniseFiles } from "./list_layout.ts";

function metadata(entries: Readonly<Record<string, unknown>>): Record<string, string> {
  return { "metadata.json": JSON.stringify(entries) };
}

Deno.test("is_fake says the label as a number, a truth value or text; 1 is FAKE, and that is said", async () => {
  const { videos, notes } = await listLayout(
    dfdcTestSet,
    metadata({
      "a.mp4": { is_fake: 0 },
      "b.mp4": { is_fake: 1 },
      "c.mp4": { is_fake: "1" },
      "d.mp4": { is_fake: false },
      "e.mp4": { is_fake: null },
      "f.mp4": { is_fake: "0.0" },
    }),
  );
  same(videos.map(({ label }) => label), ["REAL", "FAKE", "FAKE", "REAL", null, "REAL"]);
  same(notes, [
    'metadata.json: "is_fake" was taken for the label.',
    "metadata.json: the label 1 was read as FAKE, 0 as REAL.",
  ]);
});

Deno.test("one of the two DFDC layouts answers for a metadata.json", async () => {
  const test = metadata({ "a.mp4": { is_fake: 0 } });
  const train = metadata({ "a.mp4": { label: "REAL" } });
  same(await recogniseFiles(dfdcTestSet, test), "`metadata.json` with `is_fake`");
  same(await recogniseFiles(dfdc, test), null);
  same(await recogniseFiles(dfdcTestSet, train), null);
  same(await recogniseFiles(dfdc, train), "`metadata.json`");
});

Deno.test("labels.csv is read where there is no metadata.json", async () => {
  const files = { "labels.csv": "filename,label\na.mp4,0\nb.mp4,1\n" };
  const { videos } = await listLayout(dfdcTestSet, files);
  same(videos.map(({ filename, label }) => [filename, label]), [["a.mp4", "REAL"], [
    "b.mp4",
    "FAKE",
  ]]);
  same(await recogniseFiles(dfdcTestSet, files), null);
});

Deno.test("beside a metadata.json a labels.csv is not read, and that is said", async () => {
  const files = {
    ...metadata({ "a.mp4": { is_fake: 0 } }),
    "labels.csv": "filename,label\nb.mp4,1\n",
  };
  const { videos, notes } = await listLayout(dfdcTestSet, files);
  same(videos.map(({ filename }) => filename), ["a.mp4"]);
  same(notes[0], "Labels are read from metadata.json; --layout table reads labels.csv instead.");
});

Deno.test("augmentations and distractors are tags of their names alone, in whatever form they are given", async () => {
  const cases: [unknown, string | undefined][] = [
    ["blur", "blur"],
    [["blur", "flip", "blur"], "blur+flip"],
    [[["blur", { level: 3 }], ["fps", 15]], "blur+fps"],
    [[{ name: "blur", level: 0.5 }, { type: "fps" }], "blur+fps"],
    [{ quality: 30, blur: 2, flip: false, crop: null }, "blur+quality"],
    [[], "none"],
    [{}, "none"],
    [null, undefined],
    ["", undefined],
  ];
  for (const [augmentations, tag] of cases) {
    const { videos } = await listLayout(
      dfdcTestSet,
      metadata({ "a.mp4": { is_fake: 0, augmentations } }),
    );
    same(videos[0]!.tags["augmentations"], tag);
  }
});

Deno.test("a number that is neither 0 nor 1 is refused", () =>
  assertRefused(() => listLayout(dfdcTestSet, metadata({ "a.mp4": { is_fake: 2 } })), {
    code: "DATASET_LABELS_BROKEN",
    text: 'unknown label 2 for "a.mp4"',
  }));
