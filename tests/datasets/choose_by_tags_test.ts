import assert from "node:assert/strict";
import { chooseByTags } from "../../src/datasets/choose_by_tags.ts";
import type { Label, Tags } from "../../src/records/video.ts";
import { assertRefused } from "./dataset_folder.ts";

type Row = readonly [name: string, label: Label | null, tags: Tags];

/** A dataset in which only fakes have a method, and all videos a compression. */
const ROWS: readonly Row[] = [
  ["real23", "REAL", { compression: "c23" }],
  ["real40", "REAL", { compression: "c40" }],
  ["swap23", "FAKE", { compression: "c23", method: "swap" }],
  ["swap40", "FAKE", { compression: "c40", method: "swap" }],
  ["puppet23", "FAKE", { compression: "c23", method: "puppet" }],
  ["other23", "FAKE", { compression: "c23" }],
];

function chosen(where: Tags, rows = ROWS): readonly string[] {
  const videos = rows.map(([name, label, tags]) => ({ name, label, tags }));
  return chooseByTags(videos, where).map(({ name }) => name);
}

Deno.test("videos have the values asked for; reals without a tag that only fakes have stay", () => {
  assert.deepEqual(chosen({}), ROWS.map(([name]) => name));
  assert.deepEqual(chosen({ compression: "c40" }), ["real40", "swap40"]);
  assert.deepEqual(chosen({ method: "swap" }), ["real23", "real40", "swap23", "swap40"]);
  assert.deepEqual(chosen({ method: "swap", compression: "c23" }), ["real23", "swap23"]);
});

Deno.test("where reals have the tag too, those without it go", () => {
  const rows: readonly Row[] = [...ROWS, ["old", "REAL", {}], ["none", null, {
    compression: "c23",
  }]];
  assert.deepEqual(chosen({ compression: "c40" }, rows), ["real40", "swap40"]);
});

Deno.test("an unknown tag or value is refused with what there is", async () => {
  const refused = (where: Tags, text: string, rows = ROWS) =>
    assertRefused(() => Promise.resolve().then(() => chosen(where, rows)), {
      code: "DATASET_TAG_UNKNOWN",
      text,
    });
  await refused({ metod: "swap" }, 'Did you mean "method"? Its tags are "compression", "method"');
  await refused({ compression: "c32" }, 'Its values are "c23", "c40"');
  await refused({ x: "y" }, "Its videos have no tags: leave out --where", [["a", null, {}]]);
  await refused({ method: "puppet", compression: "c40" }, "no video has", [
    ROWS[3]!,
    ROWS[4]!,
  ]);
});
