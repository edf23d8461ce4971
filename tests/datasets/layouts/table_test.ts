import assert from "node:assert/strict";
import { join } from "node:path";
import { dfdc } from "../../../src/datasets/layouts/dfdc.ts";
import { table } from "../../../src/datasets/layouts/table.ts";
import type { DatasetTree } from "../../../src/datasets/tree/dataset_tree.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";

function folderWith(labels: string): Record<string, string> {
  return { "labels.csv": labels, "a.mp4": "", "b.mp4": "", "c, d.mp4": "" };
}

Deno.test("labels, groups and splits are read; a missing group is the file itself", () =>
  withFolder(
    folderWith(
      '\ufefffilename,label,group,split\r\nb.mp4,FAKE,a,test\r\n\r\na.mp4,REAL,,\r\n"c, d.mp4",,g,\r\n',
    ),
    async (folder) => {
      const { videos } = await listFolder(table, folder);
      assert.deepEqual(videos.map(({ id, label, group, split }) => [id, label, group, split]), [
        ["a.mp4", "REAL", "a.mp4", null],
        ["b.mp4", "FAKE", "a", "test"],
        ["c, d.mp4", null, "g", null],
      ]);
    },
  ));

Deno.test("columns may come in any order, and labels as 0 and 1", () =>
  withFolder(folderWith("label,filename\n1,a.mp4\n0,b.mp4\nfake,gone.mp4\n"), async (folder) => {
    const { videos, missing } = await listFolder(table, folder);
    assert.deepEqual(videos.map(({ id, label }) => [id, label]), [["a.mp4", "FAKE"], [
      "b.mp4",
      "REAL",
    ]]);
    assert.deepEqual(missing, ["gone.mp4"]);
  }));

Deno.test("errors name the line or the column", async () => {
  const cases: [string, string][] = [
    ["", "is empty"],
    ["\n\n", "is empty"],
    ["filename\na.mp4\n", 'lacks a column of labels: it has "filename"'],
    ["clips;truth\n", "lacks a column of file names"],
    ["a.mp4,REAL\n", 'does not begin with the names of its columns, but with "a.mp4"'],
    ["filename,label\na.mp4,REAL\nb.mp4,0.5\n", '"0.5" in line 3'],
    ["filename,label\na.mp4,REAL,\nb.mp4,FAKE,x\n", "has 3 cells in line 3"],
    ["filename,label\na.mp4,REAL\nb.mp4,PERHAPS\n", '"PERHAPS" in line 3'],
    ["filename,label\na.mp4,REAL\nb.mp4\n", "line 3"],
    ['filename,label\n"a.mp4,REAL\n', "line 2"],
    ["filename,label,Label\na.mp4,REAL,FAKE\n", 'has the column "label" twice'],
  ];
  for (const [labels, text] of cases) {
    await withFolder(
      folderWith(labels),
      (folder) =>
        assertRefused(() => listFolder(table, folder), { code: "DATASET_LABELS_BROKEN", text }),
    );
  }
});

Deno.test("a name outside the folder or repeated is refused", async () => {
  const refused = (labels: string, code: string) =>
    withFolder(
      folderWith(labels),
      (folder) => assertRefused(() => listFolder(table, folder), { code }),
    );
  await refused("filename,label\n../a.mp4,REAL\n", "DATASET_NAME_OUTSIDE");
  await refused("filename,label\na.mp4,REAL\na.mp4,FAKE\n", "DATASET_NAME_TWICE");
});

Deno.test("a table of another name is read when it is the only one with labels, and that is said", () =>
  withFolder({
    "clips.csv": "video,is_fake\na.mp4,1\n",
    "prices.csv": "item,price\nx,1\n",
    "submission.csv": "filename,label\na.mp4,0.5\n",
    "a.mp4": "",
  }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    assert.equal(await table.recognise(tree), "`clips.csv`");
    const { videos, notes } = await table.list(tree, { where: {}, labelFile: null });
    assert.deepEqual(videos.map(({ filename, label }) => [filename, label]), [["a.mp4", "FAKE"]]);
    assert.equal(notes[0], "Labels are read from clips.csv, the one table of labels here.");
  }));

Deno.test("of several tables of labels one has to be named, or has the usual name", () =>
  withFolder({
    "one.csv": "filename,label\na.mp4,REAL\n",
    "two.tsv": "filename\tlabel\na.mp4\tFAKE\n",
    "a.mp4": "",
  }, async (folder) => {
    const labels = async (labelFile: string | null = null) =>
      (await listFolder(table, folder, { labelFile })).videos.map(({ label }) => label);
    await assertRefused(() => labels(), {
      code: "DATASET_AMBIGUOUS",
      text: `one.csv, two.tsv. Name the one to be read, as in \`--dataset ${folder}/one.csv\`, or`,
    });
    assert.deepEqual(await labels(join(folder, "one.csv")), ["REAL"]);
    assert.deepEqual(await labels(join(folder, "two.tsv")), ["FAKE"]);
    await Deno.rename(join(folder, "two.tsv"), join(folder, "labels.csv"));
    assert.deepEqual(await labels(), ["FAKE"]);
  }));

Deno.test("a table that the user names is read wherever it lies", () =>
  withFolder(
    { "data/a.mp4": "", "elsewhere/my list.txt": "path;class\na.mp4;fake\n" },
    async (top) => {
      const labelFile = join(top, "elsewhere", "my list.txt");
      const { videos } = await listFolder(table, join(top, "data"), { labelFile });
      assert.deepEqual(videos.map(({ id, label }) => [id, label]), [["a.mp4", "FAKE"]]);
      await assertRefused(
        () => listFolder(table, join(top, "data"), { labelFile: join(top, "elsewhere") }),
        { code: "NOT_A_FILE", text: "elsewhere is a folder" },
      );
    },
  ));

Deno.test("metadata.json of labels goes before labels.csv, and says so; another one does not", async () => {
  const labels = { "labels.csv": "filename,label\na.mp4,FAKE\n", "a.mp4": "" };
  const read = (metadata: string, test: (tree: DatasetTree) => Promise<void>) =>
    withFolder({ ...labels, "metadata.json": metadata }, async (folder) => {
      await test(await folderTree(folder, { followLinks: false }));
    });
  await read('{"a.mp4": {"label": "REAL"}}', async (tree) => {
    assert.equal(await table.recognise(tree), null);
    assert.notEqual(await dfdc.recognise(tree), null);
    const { videos, notes } = await dfdc.list(tree, { where: {}, labelFile: null });
    assert.deepEqual(videos.map(({ label }) => label), ["REAL"]);
    assert.deepEqual(notes, [
      "Labels are read from metadata.json; --layout table reads labels.csv instead.",
    ]);
    const other = await table.list(tree, { where: {}, labelFile: null });
    assert.deepEqual(other.videos.map(({ label }) => label), ["FAKE"]);
  });
  await read('{"title": "Holidays"}', async (tree) => {
    assert.notEqual(await table.recognise(tree), null);
    assert.equal(await dfdc.recognise(tree), null);
  });
});

Deno.test("another table that is too large to be labels is no matter", () =>
  withFolder({ "features.csv": "", "a.mp4": "" }, async (folder) => {
    await Deno.truncate(join(folder, "features.csv"), 600_000_000); // a hole: it takes no room
    const tree = await folderTree(folder, { followLinks: false });
    assert.equal(await table.recognise(tree), null);
  }));
