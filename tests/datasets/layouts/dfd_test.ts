import { deepStrictEqual as same, equal } from "node:assert/strict";
import { dfd } from "../../../src/datasets/layouts/dfd.ts";
import { parseDfdName } from "../../../src/datasets/layouts/dfd_names.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, withFolder } from "../dataset_folder.ts";
import { empty } from "./miniature_trees.ts";

const ACTORS = "original_sequences/actors";
const FAKES = "manipulated_sequences/DeepFakeDetection";

async function listing(folder: string) {
  const tree = await folderTree(folder, { followLinks: false });
  return await dfd.list(tree, { where: {}, labelFile: null });
}

Deno.test("names tell target, source and scene", () => {
  same(parseDfdName("26__walking_outside_cafe_disgusted"), {
    target: "26",
    source: null,
    scene: "walking_outside_cafe_disgusted",
  });
  same(parseDfdName("01_11__hugging_happy__YVGY8LOK"), {
    target: "01",
    source: "11",
    scene: "hugging_happy",
  });
  equal(parseDfdName("01_11__hugging_happy")?.scene, "hugging_happy");
  equal(parseDfdName("000_003"), null);
});

Deno.test("groups are independent as long as no fake shows an actor of another group", () =>
  withFolder(
    empty(
      `${ACTORS}/c23/videos/01__talking_against_wall.mp4`,
      `${FAKES}/c23/videos/01_02__talking_against_wall__6PHZRQ4H.mp4`,
    ),
    async (folder) => equal((await listing(folder)).groups.kind, "stated"),
  ));

Deno.test("in a tree of FaceForensics++ the other sequences are set aside", () =>
  withFolder(
    empty(
      `${ACTORS}/c23/videos/01__talking_against_wall.mp4`,
      "original_sequences/youtube/c23/videos/000.mp4",
    ),
    async (folder) => {
      const { videos, setAside } = await listing(folder);
      equal(videos.length, 1);
      same(setAside, ["original_sequences/youtube"]);
    },
  ));

Deno.test("a choice between compressions is needed here, too", () =>
  withFolder(
    empty(
      `${ACTORS}/c23/videos/01__talking_against_wall.mp4`,
      `${ACTORS}/raw/videos/01__talking_against_wall.mp4`,
    ),
    (folder) =>
      assertRefused(() => listing(folder), { code: "DATASET_CHOICE", text: "compression=raw" }),
  ));
