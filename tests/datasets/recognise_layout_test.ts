import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset, type OpenDatasetOptions } from "../../src/datasets/open_dataset.ts";
import { AssayError } from "../../src/records/errors.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

const TABLE = "filename,label\na.mp4,FAKE\n";
const METADATA = '{"a.mp4": {"label": "REAL"}}';

async function opened(place: string, options: Partial<OpenDatasetOptions> = {}) {
  return await openDataset(place, { datasetsFolder: "/nowhere", ...options });
}

Deno.test("metadata.json is read before a table beside it, which is said and can be changed", () =>
  withFolder({ "a.mp4": "", "metadata.json": METADATA, "labels.csv": TABLE }, async (folder) => {
    const dataset = await opened(folder);
    assert.deepEqual([dataset.layout, dataset.videos[0]!.label], ["dfdc", "REAL"]);
    assert.match(
      dataset.notes.join(),
      /read from metadata\.json; --layout table reads labels\.csv/,
    );
    const table = await opened(folder, { layout: "table" });
    assert.deepEqual([table.layout, table.videos[0]!.label], ["table", "FAKE"]);
    assert.deepEqual(table.notes.filter((note) => note.includes("--layout")), []);
  }));

Deno.test("a layout that the folder does not have is refused with what was looked for and found", () =>
  withFolder(
    { "a.mp4": "", "metadata.json": METADATA, "sub/b.mp4": "" },
    (folder) =>
      assertRefused(() => opened(folder, { layout: "table" }), {
        code: "DATASET_LAYOUT",
        text: "it has `a.mp4`, `metadata.json`, `sub/`. Use `--layout dfdc` (`metadata.json`).",
      }),
  ));

Deno.test("an unknown layout is wrong use, with the nearest name", () =>
  withFolder({ "a.mp4": "" }, async (folder) => {
    await assert.rejects(opened(folder, { layout: "tabel" }), (error) => {
      assert.ok(error instanceof AssayError);
      assert.deepEqual([error.code, error.exitCode], ["LAYOUT_UNKNOWN", 2]);
      return /Did you mean "table"\?/.test(error.message);
    });
  }));

Deno.test("a file of labels is opened by its name, with paths that begin in its folder or in a root", () =>
  withFolder({ "v/a.mp4": "", "mine.csv": TABLE, "v/truth.json": METADATA }, async (folder) => {
    const root = join(folder, "v");
    const table = await opened(join(folder, "mine.csv"), { root });
    assert.deepEqual([table.layout, table.name, table.folder], ["table", "mine", root]);
    assert.deepEqual(table.videos.map(({ id, label }) => [id, label]), [["a.mp4", "FAKE"]]);
    const json = await opened(join(root, "truth.json"));
    assert.deepEqual([json.layout, json.name, json.folder], ["dfdc", "truth", root]);
    assert.deepEqual(json.videos.map(({ id, label }) => [id, label]), [["a.mp4", "REAL"]]);
    await Deno.writeTextFile(join(folder, "gone.csv"), TABLE.replace("a.mp4", "gone.mp4"));
    await assertRefused(() => opened(join(folder, "gone.csv")), {
      code: "DATASET_EMPTY",
      text: "Say in which folder they lie with --root DIR",
    });
  }));

Deno.test("the folder's own file of labels is that folder's dataset", () =>
  withFolder({ "a.mp4": "", "labels.csv": TABLE }, async (folder) => {
    const named = await opened(join(folder, "labels.csv"));
    const { layout, name, videos } = await opened(folder);
    assert.deepEqual([named.layout, named.name, named.videos], [layout, name, videos]);
  }));

Deno.test("a root without a file of labels is wrong use", () =>
  withFolder({ "a.mp4": "" }, async (folder) => {
    await assert.rejects(opened(folder, { root: "/" }), /--root says where the videos of a file/);
  }));

Deno.test("one video is no dataset, and the refusal says what scores it", () =>
  withFolder({ "a b.mp4": "" }, (folder) =>
    assertRefused(() => opened(join(folder, "a b.mp4")), {
      code: "DATASET_MISSING",
      text: `run \`deno task predict '${folder}/a b.mp4'\``,
    })));
