import { deepEqual as same, match } from "node:assert/strict";
import { dfdcParts } from "../../../src/datasets/layouts/dfdc_parts.ts";
import { assertRefused } from "../dataset_folder.ts";
import { listLayout, recogniseFiles } from "./list_layout.ts";

const REAL = { label: "REAL", split: "train" };

function part(entries: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(entries);
}

Deno.test("parts may have any names and lie in folders of splits, which are the splits of videos without one", async () => {
  const files = {
    "train/dfdc_train_part_00/dfdc_train_part_0/metadata.json": part({ "a.mp4": REAL }),
    "train/dfdc_train_part_1/metadata.json": part({ "b.mp4": { label: "REAL" } }),
    "test/metadata.json": part({ "c.mp4": { is_fake: 1 } }),
    "validation/metadata.json": part({ "d.mp4": { is_fake: 0 } }),
    "notes/metadata.txt": "",
  };
  match(await recogniseFiles(dfdcParts, files) ?? "", /4 folders, the first is `test`/);
  const { videos } = await listLayout(dfdcParts, files);
  same(videos.map(({ filename, label, split, tags }) => [filename, label, split, tags]), [
    ["test/c.mp4", "FAKE", "test", { part: "test" }],
    ["train/dfdc_train_part_00/dfdc_train_part_0/a.mp4", "REAL", "train", {
      part: "dfdc_train_part_0",
    }],
    ["train/dfdc_train_part_1/b.mp4", "REAL", "train", { part: "dfdc_train_part_1" }],
    ["validation/d.mp4", "REAL", "validation", { part: "validation" }],
  ]);
});

Deno.test("equal names in two parts are different groups, each with its fakes", async () => {
  const { videos, groups } = await listLayout(dfdcParts, {
    "one/metadata.json": part({ "a.mp4": REAL, "f.mp4": { label: "FAKE", original: "a.mp4" } }),
    "two/metadata.json": part({ "a.mp4": REAL, "g.mp4": { label: "FAKE", original: "a.mp4" } }),
    "three/metadata.json": part({ "b.mp4": REAL }),
  });
  same(videos.map(({ filename, group }) => [filename, group]), [
    ["one/a.mp4", "one/a.mp4"],
    ["one/f.mp4", "one/a.mp4"],
    ["three/b.mp4", "b.mp4"],
    ["two/a.mp4", "two/a.mp4"],
    ["two/g.mp4", "two/a.mp4"],
  ]);
  same(groups.kind, "stated");
});

Deno.test("without originals each video is its own group", async () => {
  const { groups } = await listLayout(dfdcParts, {
    "one/metadata.json": part({ "a.mp4": REAL }),
    "two/metadata.json": part({ "a.mp4": REAL, "b.mp4": { label: "FAKE" } }),
  });
  same(groups.kind, "own");
});

Deno.test("extra facts are tags, beside the part", async () => {
  const { videos } = await listLayout(dfdcParts, {
    "one/metadata.json": part({ "a.mp4": { ...REAL, actor: 17, note: null, blurred: true } }),
  });
  same(videos[0]!.tags, { part: "one", actor: "17", blurred: "true" });
});

Deno.test("folders with videos but without labels are named", async () => {
  const { notes } = await listLayout(dfdcParts, {
    "one/metadata.json": part({ "a.mp4": REAL }),
    "two/b.mp4": "",
  });
  same(notes, [
    "Labels were read in 1 part.",
    "1 folder with videos but without metadata.json is left out (the first is two).",
  ]);
});

Deno.test("a test set with labels.csv beside the parts belongs to them; alone it is no part", async () => {
  const test = { "test/labels.csv": "filename,label\nx.mp4,1\n" };
  const { videos } = await listLayout(dfdcParts, {
    ...test,
    "train/dfdc_train_part_0/metadata.json": part({ "a.mp4": REAL }),
  });
  same(videos.map(({ filename, label, split }) => [filename, label, split]), [
    ["test/x.mp4", "FAKE", "test"],
    ["train/dfdc_train_part_0/a.mp4", "REAL", "train"],
  ]);
  same(await recogniseFiles(dfdcParts, test), null);
});

Deno.test("a broken file of labels is named with its folder", () =>
  assertRefused(() => listLayout(dfdcParts, { "one/metadata.json": "{" }), {
    code: "DATASET_LABELS_BROKEN",
    text: "one/metadata.json is not JSON",
  }));

Deno.test("among parts metadata of another kind is passed over", async () => {
  const files = {
    "captions/metadata.json": '{"camera": "x"}',
    "one/metadata.json": part({ "a.mp4": REAL }),
  };
  match(await recogniseFiles(dfdcParts, files) ?? "", /the first is `one`/);
  const { videos } = await listLayout(dfdcParts, files);
  same(videos.map(({ filename }) => filename), ["one/a.mp4"]);
});

Deno.test("metadata of another kind in sub-folders is no part, nor are parts below labels at the top", async () => {
  same(await recogniseFiles(dfdcParts, { "one/metadata.json": '{"camera": "x"}' }), null);
  const below = { "one/metadata.json": part({ "a.mp4": REAL }) };
  same(
    await recogniseFiles(dfdcParts, { ...below, "metadata.json": below["one/metadata.json"] }),
    null,
  );
});
