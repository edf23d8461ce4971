import assert from "node:assert/strict";
import { table } from "../../../src/datasets/layouts/table.ts";
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
