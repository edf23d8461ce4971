import assert from "node:assert/strict";
import { join } from "node:path";
import { datasetWarnings } from "../../src/datasets/dataset_warnings.ts";
import { openDatasets } from "../../src/datasets/open_datasets.ts";
import { type DatasetQuery, plainQuery } from "../../src/records/dataset_query.ts";
import { AssayError } from "../../src/records/errors.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

/** Two datasets of FaceForensics++'s people, in two compressions the one, and one of others. */
const FILES = {
  ...Object.fromEntries(["c23", "c40"].flatMap((compression) => [
    [`ff/original_sequences/youtube/${compression}/videos/000.mp4`, ""],
    [`ff/manipulated_sequences/Deepfakes/${compression}/videos/000_003.mp4`, ""],
  ])),
  ...{ "sets/real/a.mp4": "", "sets/fake/a.mp4": "" },
};

function open(folder: string, names: readonly string[], query: Partial<DatasetQuery> = {}) {
  const queries = names.map((name) => ({ ...plainQuery(join(folder, name)), ...query }));
  return openDatasets(queries, { datasetsFolder: "/nowhere" });
}

Deno.test("what is asked of several datasets holds for those that have the tag", () =>
  withFolder(FILES, async (folder) => {
    const { videos } = await open(folder, ["ff", "sets"], { whereTagged: { compression: "c23" } });
    assert.deepEqual(videos.map(({ id, group }) => [id, group]), [
      ["ff/manipulated_sequences/Deepfakes/c23/videos/000_003.mp4", "ff++/000_003"],
      ["ff/original_sequences/youtube/c23/videos/000.mp4", "ff++/000_003"],
      ["sets/fake/a.mp4", "sets/fake/a.mp4"],
      ["sets/real/a.mp4", "sets/real/a.mp4"],
    ]);
    await assertRefused(() => open(folder, ["sets", "ff"], { whereTagged: { kind: "x" } }), {
      code: "DATASET_CHOICE",
      text: `${join(folder, "ff")}: `,
    });
    const both = { whereTagged: { compression: "c23", kind: "x" } };
    await assertRefused(() => open(folder, ["sets", "ff"], both), {
      code: "DATASET_TAG_UNKNOWN",
      text: 'none of the 2 datasets has the tag "kind"',
    });
  }));

Deno.test("videos that a layout leaves out on purpose are no warning in several datasets either", () =>
  withFolder(FILES, async (folder) => {
    const combined = await open(folder, ["ff", "sets"], { whereTagged: { compression: "c23" } });
    assert.deepEqual(datasetWarnings(combined).map(({ kind }) => kind), []);
  }));

Deno.test("a dataset is given twice only with other videos asked for", () =>
  withFolder(FILES, async (folder) => {
    const place = { ...plainQuery(join(folder, "ff")) };
    const ask = (...values: readonly string[]) =>
      openDatasets(
        values.map((compression) => ({ ...place, where: { compression } })),
        { datasetsFolder: "/nowhere" },
      );
    const { videos, notes } = await ask("c23", "c40");
    assert.equal(videos.length, 4);
    assert.match(notes.join(), /is called ff-2/);
    await assert.rejects(ask("c23", "c23"), (error) => {
      assert.ok(error instanceof AssayError);
      return error.code === "DATASET_GIVEN_TWICE" && error.exitCode === 2;
    });
  }));
