import { deepStrictEqual as same, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { celebDf } from "../../../src/datasets/layouts/celeb_df.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";
import { empty } from "./miniature_trees.ts";

const LIST = "List_of_testing_videos.txt";
const VIDEOS = empty(
  "Celeb-real/id0_0000.mp4",
  "Celeb-real/id1_0000.mp4",
  "Celeb-synthesis/id0_id1_0000.mp4",
  "YouTube-real/00000.mp4",
);

async function listing(folder: string) {
  const tree = await folderTree(folder, { followLinks: false });
  return await celebDf.list(tree, { where: {}, labelFile: null });
}

Deno.test("the list may be written on Windows, with blank lines and folders before the names", () =>
  withFolder({
    ...VIDEOS,
    [LIST]: "\ufeff1 Celeb-real\\id0_0000.mp4 \r\n\r\n0  Celeb-synthesis/id0_id1_0000.mp4\t\r\n" +
      "1 ./Celeb-DF-v2/YouTube-real/00000.mp4\r\n",
  }, async (folder) => {
    const { videos } = await listing(folder);
    same(videos.map(({ split }) => split), ["test", "train", "test", "test"]);
  }));

Deno.test("a list that calls a fake REAL, or the reverse, is refused with the line to correct", async () => {
  const refused = (list: string, text: string) =>
    withFolder(
      { ...VIDEOS, [LIST]: list },
      (folder) => assertRefused(() => listing(folder), { code: "DATASET_LABELS_CONTRADICT", text }),
    );
  await refused(
    "1 Celeb-real/id0_0000.mp4\n1 Celeb-synthesis/id0_id1_0000.mp4\n",
    `line 2 of the dataset's ${LIST} says 1 (REAL) for "Celeb-synthesis/id0_id1_0000.mp4", ` +
      "but the videos in Celeb-synthesis are FAKE. Write 0 in that line",
  );
  await refused("0 YouTube-real/00000.mp4\n", "Write 1 in that line");
});

Deno.test("writing the number that the refusal names, or removing the list, mends it", async () => {
  const line = (digit: number) => `${digit} Celeb-synthesis/id0_id1_0000.mp4\n`;
  await withFolder({ ...VIDEOS, [LIST]: line(1) }, async (folder) => {
    await assertRefused(() => listing(folder), {
      code: "DATASET_LABELS_CONTRADICT",
      text: "Write 0 in that line (in this list 1 is REAL), or remove the list",
    });
    await Deno.writeTextFile(join(folder, LIST), line(0));
    equal((await listing(folder)).videos[2]!.split, "test");
    await Deno.remove(join(folder, LIST));
    equal((await listing(folder)).videos[2]!.split, null);
  });
});

Deno.test("a line without a video is refused by its number", async () => {
  for (const line of ["Celeb-real/id0_0000.mp4", "2 Celeb-real/id0_0000.mp4", "1 other/a.mp4"]) {
    await withFolder(
      { ...VIDEOS, [LIST]: `1 YouTube-real/00000.mp4\n${line}\n` },
      (folder) =>
        assertRefused(() => listing(folder), { code: "DATASET_LABELS_BROKEN", text: "line 2 of" }),
    );
  }
});

Deno.test("without the list no video has a split, and that is said", () =>
  withFolder(VIDEOS, async (folder) => {
    const { videos, notes } = await listing(folder);
    same(new Set(videos.map(({ split }) => split)), new Set([null]));
    match(notes[0]!, /no List_of_testing_videos.txt/);
  }));

Deno.test("folders may be called Youtube-real and have videos one level deeper", () =>
  withFolder({
    ...empty(
      "Celeb-real/videos/id0_0000.mp4",
      "Celeb-real/frames/id0_0000/000.png",
      "Celeb-synthesis/videos/id0_id16_0000.mp4",
      "Youtube-real/videos/00170.mp4",
    ),
    [LIST]: "1 YouTube-real/00170.mp4\n0 Celeb-synthesis/id0_id16_0000.mp4\n",
  }, async (folder) => {
    const { videos, missing } = await listFolder(celebDf, folder);
    same(videos.map(({ id, group, split }) => [id, group, split]), [
      ["Celeb-real/videos/id0_0000.mp4", "id0", "train"],
      ["Celeb-synthesis/videos/id0_id16_0000.mp4", "id0", "test"],
      ["Youtube-real/videos/00170.mp4", "Youtube-real/00170", "test"],
    ]);
    same(missing, []);
  }));

Deno.test("face crops are clips, and folders of methods give the method", () =>
  withFolder(
    empty(
      "Celeb-real/id0_0000/000.png",
      "Celeb-synthesis/FaceSwap/GHOST/id0_id1_0000/000.png",
    ),
    async (folder) => {
      const { videos } = await listFolder(celebDf, folder);
      same(videos.map(({ source, tags }) => [source.kind, tags]), [
        ["frames", { identity: "id0" }],
        ["frames", { identity: "id0", method: "GHOST" }],
      ]);
    },
  ));

Deno.test("people are linked only where a fake shows one who has videos of his own", () =>
  withFolder(
    empty("Celeb-real/id0_0000.mp4", "Celeb-synthesis/id0_id1_0000.mp4"),
    async (folder) => equal((await listing(folder)).groups.kind, "stated"),
  ));
