import { deepStrictEqual as same, equal, match } from "node:assert/strict";
import { join } from "node:path";
import type { LayoutListing } from "../../../src/datasets/layouts/contract.ts";
import { ffpp } from "../../../src/datasets/layouts/ffpp.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import type { Tags } from "../../../src/records/video.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";
import { empty } from "./miniature_trees.ts";

const YOUTUBE = "original_sequences/youtube";
const SWAPS = "manipulated_sequences";

async function listing(folder: string, where: Tags = {}): Promise<LayoutListing> {
  const tree = await folderTree(folder, { followLinks: false });
  return await ffpp.list(tree, { where, labelFile: null });
}

async function groups(folder: string): Promise<Record<string, string>> {
  const { videos } = await listing(folder);
  return Object.fromEntries(videos.map(({ filename, group }) => [filename, group]));
}

Deno.test("several compressions call for a choice among those that are there", () =>
  withFolder(
    empty(`${YOUTUBE}/c40/videos/000.mp4`, `${SWAPS}/Deepfakes/c23/videos/000_003.mp4`),
    async (folder) => {
      await assertRefused(() => listing(folder), {
        code: "DATASET_CHOICE",
        text: "Choose with `--where compression=c23` or `--where compression=c40`.",
      });
      await assertRefused(() => listing(folder, { compression: "raw" }), {
        code: "DATASET_CHOICE",
        text: 'no videos of the compression "raw", but of c23, c40',
      });
      const { videos, notes, setAside } = await listing(folder, { compression: "c23" });
      same(videos.map(({ filename }) => filename), [`${SWAPS}/Deepfakes/c23/videos/000_003.mp4`]);
      match(notes.join(" "), /no c23 videos in `original_sequences\/youtube` \(there: c40\)/);
      same(setAside, [`${YOUTUBE}/c40`]);
    },
  ));

Deno.test("the uncompressed videos may be called raw or c0, and a method may have any name", () =>
  withFolder(
    empty(
      `${YOUTUBE}/c0/videos/000.mp4`,
      `${SWAPS}/MyMethod/c0/videos/000_003.avi`,
      `${SWAPS}/MyMethod/masks/videos/000_003.mp4`,
    ),
    async (folder) => {
      const { videos, setAside } = await listing(folder);
      same(videos.map(({ label, group, tags }) => [label, group, tags]), [
        ["REAL", "000_003", { compression: "c0" }],
        ["FAKE", "000_003", { compression: "c0", method: "MyMethod" }],
      ]);
      same(setAside, [`${SWAPS}/MyMethod/masks`]);
    },
  ));

Deno.test("folders of extracted frames are clips where there are no videos", () =>
  withFolder(
    {
      ...empty(
        `${YOUTUBE}/c23/frames/000/0001.png`,
        `${YOUTUBE}/c23/frames/empty/notes.txt`,
        `${SWAPS}/Deepfakes/c23/images/000_003/10.jpg`,
        `${SWAPS}/Deepfakes/c23/images/000_003/9.jpg`,
        `${SWAPS}/FaceSwap/c23/000_003/0001.png`,
        `${SWAPS}/Face2Face/c23/videos/000_003.mp4`,
        `${SWAPS}/Face2Face/c23/frames/000_003/0001.png`,
      ),
    },
    async (folder) => {
      const { videos } = await listFolder(ffpp, folder);
      same(videos.map(({ id, source, group }) => [id, source.kind, group]), [
        [`${SWAPS}/Deepfakes/c23/images/000_003`, "frames", "000_003"],
        [`${SWAPS}/Face2Face/c23/videos/000_003.mp4`, "file", "000_003"],
        [`${SWAPS}/FaceSwap/c23/000_003`, "frames", "000_003"],
        [`${YOUTUBE}/c23/frames/000`, "frames", "000_003"],
      ]);
    },
  ));

Deno.test("split files may lie at the top, with ids as numbers, and without them pairs are those of the fakes", () =>
  withFolder(
    {
      ...empty(`${YOUTUBE}/raw/videos/071.mp4`, `${YOUTUBE}/raw/videos/005.mp4`),
      "test.json": "\ufeff[[71, 54]]",
      "val.json": "[]",
    },
    async (folder) => {
      const { videos, notes, groups } = await listing(folder);
      same(videos.map(({ group, split }) => [group, split]), [["005", null], ["054_071", "test"]]);
      same(notes.slice(1), [
        "Splits and pairs are those of val.json, test.json.",
        "1 video in none of them has no split.",
      ]);
      equal(groups.kind, "stated");
    },
  ));

Deno.test("pairs that share an id are one group, and pairs of another compression count", () =>
  withFolder(
    empty(
      ...["000", "001", "002", "003"].map((id) => `${YOUTUBE}/c23/videos/${id}.mp4`),
      `${SWAPS}/Deepfakes/c23/videos/002_001.mp4`,
      `${SWAPS}/FaceSwap/c23/videos/001_000.mp4`,
      `${SWAPS}/FaceSwap/c23/videos/003_M101.mp4`,
    ),
    async (folder) => {
      same(Object.values(await groups(folder)), [
        ...["000_001_002", "000_001_002", "000_001_002", "003"],
        ...["000_001_002", "000_001_002", "003"],
      ]);
    },
  ));

Deno.test("DeepFakeDetection beside FaceForensics++ has groups of its own, by target actor", () =>
  withFolder(
    {
      ...empty(
        `${YOUTUBE}/c23/videos/001.mp4`,
        "original_sequences/actors/c23/videos/01__kitchen_pan.mp4",
        "original_sequences/actors/c23/videos/02__kitchen_pan.mp4",
        `${SWAPS}/DeepFakeDetection/c23/videos/01_02__kitchen_pan__0XUW13RW.mp4`,
      ),
      "splits/train.json": '[["001", "002"]]',
    },
    async (folder) => {
      const { videos, groups, notes } = await listing(folder);
      same(videos.map(({ group, split, tags }) => [group, split, tags.method, tags.scene]), [
        ["actor_01", null, undefined, "kitchen_pan"],
        ["actor_02", null, undefined, "kitchen_pan"],
        ["001_002", "train", undefined, undefined],
        ["actor_01", null, "DeepFakeDetection", "kitchen_pan"],
      ]);
      equal(groups.kind, "linked");
      equal(notes.at(-1), "3 videos in none of them have no split.");
    },
  ));

Deno.test("split files that cannot be right are refused with what would be right", async () => {
  const cases: [Record<string, string>, string, string][] = [
    [{ "splits/val.json": "{" }, "DATASET_LABELS_BROKEN", "splits/val.json is not JSON"],
    [{ "val.json": '{"000": "003"}' }, "DATASET_LABELS_BROKEN", "val.json is not a list of pairs"],
    [{ "val.json": '[["000", null]]' }, "DATASET_LABELS_BROKEN", "val.json is not a list"],
    [
      { "train.json": '[["000", "003"]]', "test.json": '[["003", "000"]]' },
      "DATASET_LABELS_CONTRADICT",
      '"003" is in train.json and in test.json',
    ],
  ];
  for (const [files, code, text] of cases) {
    await withFolder(
      { ...empty(`${YOUTUBE}/c23/videos/000.mp4`), ...files },
      (folder) => assertRefused(() => listing(folder), { code, text }),
    );
  }
});

Deno.test("a file that only looks like a split file may be renamed, as the refusal says", () =>
  withFolder(
    { ...empty(`${YOUTUBE}/c23/videos/000.mp4`), "test.json": '{"frames": 10}' },
    async (folder) => {
      await assertRefused(() => listing(folder), {
        code: "DATASET_LABELS_BROKEN",
        text: "or rename it if it is something else",
      });
      await Deno.rename(join(folder, "test.json"), join(folder, "other.json"));
      equal((await listing(folder)).videos[0]!.split, null);
    },
  ));

Deno.test("originals may lie in the folder of a compression without youtube, as the README has them", () =>
  withFolder(
    empty(
      "original_sequences/c23/videos/000.mp4",
      "original_sequences/c40/videos/000.mp4",
      `${SWAPS}/Deepfakes/c23/videos/000_003.mp4`,
      "original_sequences/actors/c23/videos/01__kitchen_pan.mp4",
    ),
    async (folder) => {
      const { videos, setAside } = await listing(folder, { compression: "c23" });
      same(videos.map(({ filename, label }) => [filename, label]), [
        ["original_sequences/c23/videos/000.mp4", "REAL"],
        ["original_sequences/actors/c23/videos/01__kitchen_pan.mp4", "REAL"],
        [`${SWAPS}/Deepfakes/c23/videos/000_003.mp4`, "FAKE"],
      ]);
      same(setAside, ["original_sequences/c40"]);
    },
  ));

Deno.test("a copy with original and the methods side by side is read, without a compression", () =>
  withFolder(
    empty(
      "original/000.mp4",
      "Deepfakes/000_003.mp4",
      "FaceShifter/003_000.mp4",
      "DeepFakeDetection/01_02__kitchen_pan__0XUW13RW.mp4",
      "csv/original.csv",
    ),
    async (folder) => {
      const tree = await folderTree(folder, { followLinks: false });
      equal(await ffpp.recognise(tree), "`original`, `DeepFakeDetection`, `Deepfakes`, …");
      const { videos, notes } = await listing(folder);
      same(videos.map(({ label, group, tags }) => [label, group, tags]), [
        ["REAL", "000_003", {}],
        ["FAKE", "actor_01", {
          identity: "01",
          method: "DeepFakeDetection",
          scene: "kitchen_pan",
        }],
        ["FAKE", "000_003", { method: "Deepfakes" }],
        ["FAKE", "000_003", { method: "FaceShifter" }],
      ]);
      equal(notes[0], "No folder names a compression, so no video has that tag.");
      equal((await listing(folder, { compression: "c23" })).videos.length, 4);
    },
  ));

Deno.test("methods alone, original alone and videos named otherwise are no FaceForensics++", async () => {
  const others = [
    empty("Deepfakes/000_003.mp4"),
    empty("original/000.mp4", "fake/000.mp4"),
    empty("original/a.mp4", "Deepfakes/a.mp4"),
  ];
  for (const files of others) {
    await withFolder(files, async (folder) => {
      equal(await ffpp.recognise(await folderTree(folder, { followLinks: false })), null);
    });
  }
});
