import { deepEqual as same, match } from "node:assert/strict";
import { wilddeepfake } from "../../../src/datasets/layouts/wilddeepfake.ts";
import { emptyFiles, listLayout, recogniseFiles } from "./list_layout.ts";

async function groupsOf(...names: readonly string[]) {
  const { videos } = await listLayout(wilddeepfake, emptyFiles(...names));
  return videos.map(({ filename, group }) => [filename, group]);
}

Deno.test("a sequence is the outermost folder with pictures, however deep, and its group the video's number", async () => {
  same(
    await groupsOf(
      "real_train/extracted/31/real/4/0.png",
      "real_train/extracted/31/real/4/masks/0.png",
      "real_train/44.tar/44/real/0/0.png",
      "real_train/5/0.jpg",
      "real_train/clip/6/0.webp",
      "real_train/named/0.png",
      "real_train/9.mp4",
    ),
    [
      ["real_train/9.mp4", "9"],
      ["real_train/44.tar/44/real/0", "44"],
      ["real_train/5", "5"],
      ["real_train/clip/6", "6"],
      ["real_train/extracted/31/real/4", "31"],
      ["real_train/named", "named"],
    ],
  );
});

Deno.test("the four folders may lie in one that is alone", async () => {
  const files = emptyFiles("deepfake_in_the_wild/fake_test/3/fake/1/0.png");
  same(await recogniseFiles(wilddeepfake, files), "`deepfake_in_the_wild/fake_test`");
  const { videos } = await listLayout(wilddeepfake, files);
  same(videos.map(({ filename, label, group, split }) => [filename, label, group, split]), [
    ["deepfake_in_the_wild/fake_test/3/fake/1", "FAKE", "3", "test"],
  ]);
});

Deno.test("whole frames are advised, and pictures without a sequence are named", async () => {
  const { videos, notes } = await listLayout(wilddeepfake, emptyFiles("fake_test/1_2.png"));
  same(videos, []);
  match(notes[0]!, /set faceDetector to whole_frame/);
  match(notes.at(-1)!, /Pictures directly in fake_test belong to no sequence/);
});
