import { deepStrictEqual as same, equal, match } from "node:assert/strict";
import { deeperforensics } from "../../../src/datasets/layouts/deeperforensics.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, withFolder } from "../dataset_folder.ts";
import { empty } from "./miniature_trees.ts";

async function listing(folder: string) {
  const tree = await folderTree(folder, { followLinks: false });
  return await deeperforensics.list(tree, { where: {}, labelFile: null });
}

Deno.test("all videos are FAKE, and what they are to be compared with is said", () =>
  withFolder(
    empty(
      "manipulated_videos/reenact_postprocess/000_W101.mp4",
      "source_videos/W101/light_down/W101_light_down_angry_camera_front.mp4",
    ),
    async (folder) => {
      const { videos, notes, setAside } = await listing(folder);
      same(videos.map(({ label, tags }) => [label, tags.distortion]), [
        ["FAKE", "reenact_postprocess"],
      ]);
      match(notes[0]!, /originals of FaceForensics\+\+ in c23, not source_videos/);
      match(notes[0]!, /--dataset twice/);
      match(notes[1]!, /no lists in lists\/splits/);
      same(setAside, ["source_videos"]);
    },
  ));

Deno.test("a face in the fakes of several targets links their groups", () =>
  withFolder(
    empty(
      "manipulated_videos/end_to_end/000_M101.mp4",
      "manipulated_videos/end_to_end/001_M101.mp4",
    ),
    async (folder) => equal((await listing(folder)).groups.kind, "linked"),
  ));

Deno.test("lists may name fakes that are not here, with or without extension, in lines of Windows", () =>
  withFolder({
    ...empty("manipulated_videos/end_to_end/000_M101.mp4"),
    "lists/splits/train.txt": "000_M101\r\n001_W006.mp4\r\n",
    "lists/splits/test.txt": "",
  }, async (folder) => {
    const { videos, notes } = await listing(folder);
    same(videos.map(({ filename, split }) => [filename, split]), [
      ["manipulated_videos/end_to_end/000_M101.mp4", "train"],
    ]);
    same(notes.slice(1), [
      "Splits are those of lists/splits/train.txt, lists/splits/test.txt.",
      "1 name in these lists: no such video is here.",
    ]);
  }));

Deno.test("a fake in two lists is refused", () =>
  withFolder({
    ...empty("manipulated_videos/end_to_end/000_M101.mp4"),
    "lists/splits/train.txt": "000_M101.mp4\n",
    "lists/splits/test.txt": "000_M101.mp4\n",
  }, (folder) =>
    assertRefused(() => listing(folder), {
      code: "DATASET_LABELS_CONTRADICT",
      text: '"000_M101" is in lists/splits/train.txt and in lists/splits/test.txt',
    })));
