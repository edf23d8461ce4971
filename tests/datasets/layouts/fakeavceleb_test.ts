import { deepStrictEqual as same, match } from "node:assert/strict";
import { fakeavceleb } from "../../../src/datasets/layouts/fakeavceleb.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, withFolder } from "../dataset_folder.ts";
import { empty } from "./miniature_trees.ts";

const HEADER = "source,target1,target2,method,category,type,race,gender,path,\n";
const REAL = "RealVideo-RealAudio/African/men/id00076";
const ROW = "id00076,-,-,real,A,RealVideo-RealAudio,African,men,00109.mp4,";

async function names(labels: string) {
  const found: { files: string[]; notes: readonly string[] } = { files: [], notes: [] };
  await withFolder({ ...empty(`${REAL}/00109.mp4`), "meta_data.csv": labels }, async (folder) => {
    const { videos, notes } = await listing(folder);
    found.files = videos.map(({ filename }) => filename);
    found.notes = notes;
  });
  return found;
}

async function listing(folder: string) {
  const tree = await folderTree(folder, { followLinks: false });
  return await fakeavceleb.list(tree, { where: {}, labelFile: null });
}

Deno.test("file and folder are found whatever the header calls them", async () => {
  const rows = [
    `${HEADER}${ROW}FakeAVCeleb/${REAL}\n`,
    `${HEADER}${ROW}FakeAVCeleb/${REAL},\n`,
    `${HEADER.replace("path,", "filename,path")}${ROW}${REAL}/\n`,
    `\ufeff${HEADER}${ROW}C:\\data\\${REAL.replaceAll("/", "\\")}\r\n\r\n`,
    `${HEADER.replace("path,", "path")}${ROW.replace("00109.mp4,", `data/${REAL}/00109.mp4`)}\n`,
    `${HEADER.replace("path,", "path")}${ROW.slice(0, -1)}\n`,
    `,${HEADER}0,${ROW}FakeAVCeleb/${REAL}\n`,
    `${HEADER}${ROW}FakeAVCeleb/${REAL}\n`.replaceAll(",", ";"),
  ];
  for (const labels of rows) same((await names(labels)).files, [`${REAL}/00109.mp4`], labels);
});

Deno.test("a video listed twice is taken once, and that is said", async () => {
  const row = `${ROW}FakeAVCeleb/${REAL}\n`;
  const { files, notes } = await names(HEADER + row + row);
  same(files, [`${REAL}/00109.mp4`]);
  match(notes.join(" "), /1 row of meta_data.csv repeat/);
});

Deno.test("labels that contradict each other are refused with their lines", async () => {
  const row = `${ROW}FakeAVCeleb/${REAL}\n`;
  const refused = (labels: string, text: string) =>
    withFolder(
      { ...empty(`${REAL}/00109.mp4`), "meta_data.csv": labels },
      (folder) => assertRefused(() => listing(folder), { code: "DATASET_LABELS_CONTRADICT", text }),
    );
  await refused(
    `${HEADER}${row}\n${row.replace("id00076,", "id00100,")}`,
    `lines 2 and 4 of the dataset's meta_data.csv give "${REAL}/00109.mp4" the source id00076 and`,
  );
  await refused(
    HEADER + row.replace("A,RealVideo", "A,FakeVideo"),
    `line 2 of the dataset's meta_data.csv gives "${REAL}/00109.mp4" the type FakeVideo-RealAudio`,
  );
});

Deno.test("rows that cannot be read are refused by line", async () => {
  const cases: [string, string][] = [
    ["filename,label\na.mp4,REAL\n", "lacks the column source and type"],
    ["", "lacks the column"],
    [HEADER + ROW.replace("RealVideo-RealAudio", "Real"), 'the unknown type "Real" in line 2'],
    [HEADER + ROW.replace("00109.mp4", "00109"), "names no video in line 2"],
    [HEADER + ROW.replace("id00076", ""), "has no source in line 2"],
    [`${HEADER}"${ROW}`, "cannot be read as CSV"],
  ];
  for (const [labels, text] of cases) {
    await withFolder(
      { ...empty(`${REAL}/00109.mp4`), "meta_data.csv": labels },
      (folder) => assertRefused(() => listing(folder), { code: "DATASET_LABELS_BROKEN", text }),
    );
  }
});
