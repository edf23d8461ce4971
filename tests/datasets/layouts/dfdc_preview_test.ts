import { deepEqual as same } from "node:assert/strict";
import { dfdcPreview } from "../../../src/datasets/layouts/dfdc_preview.ts";
import { listLayout, recogniseFiles } from "./list_layout.ts";

function dataset(entries: Readonly<Record<string, unknown>>): Record<string, string> {
  return { "dataset.json": JSON.stringify(entries) };
}

const PERSON = { set: "train", target_id: 7 };

Deno.test("a method is the folder of a fake; a real video has none, wherever it lies", async () => {
  const { videos } = await listLayout(
    dfdcPreview,
    dataset({
      "method_A/7/a.mp4": { ...PERSON, label: "FAKE", swapped_id: 9 },
      "clips/method_B/7/b.mp4": { ...PERSON, label: "fake", swapped_id: 9 },
      "method_A/7/c.mp4": { ...PERSON, label: "real", swapped_id: null },
      "other/d.mp4": { ...PERSON, label: "fake" },
    }),
  );
  same(videos.map(({ tags }) => tags["method"]), ["method_A", "method_B", undefined, undefined]);
  same([...new Set(videos.map(({ group }) => group))], ["7"]);
});

Deno.test("groups are linked when a filmed person's face is put on another's videos", async () => {
  const real = { ...PERSON, label: "real" };
  const fake = (swapped_id: unknown) => ({ ...PERSON, label: "fake", swapped_id });
  const kindOf = async (entries: Readonly<Record<string, unknown>>) =>
    (await listLayout(dfdcPreview, dataset(entries))).groups.kind;
  same(await kindOf({ a: real, b: fake(9) }), "stated");
  same(await kindOf({ a: real, b: fake(9), c: { ...real, target_id: 9 } }), "linked");
  same(await kindOf({ a: real, b: fake(7) }), "stated");
  same(await kindOf({ a: { label: "real", set: "test" } }), "own");
});

Deno.test("a dataset.json of something else is not recognised", async () => {
  same(await recogniseFiles(dfdcPreview, { "dataset.json": '{"name": "x", "set": []}' }), null);
  same(
    await recogniseFiles(dfdcPreview, dataset({ a: { ...PERSON, label: "real" } })),
    "`dataset.json` with `target_id`",
  );
});
