import { deepEqual as same, match } from "node:assert/strict";
import { classFolders } from "../../../src/datasets/layouts/class_folders.ts";
import { assertRefused } from "../dataset_folder.ts";
import { emptyFiles, listLayout, recogniseFiles } from "./list_layout.ts";

async function labelsOf(...names: readonly string[]) {
  const { videos } = await listLayout(classFolders, emptyFiles(...names));
  return Object.fromEntries(videos.map(({ filename, label, split }) => [filename, [label, split]]));
}

async function methodsOf(...names: readonly string[]) {
  const { videos } = await listLayout(classFolders, emptyFiles(...names));
  return Object.fromEntries(videos.map(({ filename, tags }) => [filename, tags["method"]]));
}

function isRecognised(...names: readonly string[]): Promise<boolean> {
  return recogniseFiles(classFolders, emptyFiles(...names)).then((found) => found !== null);
}

Deno.test("the same file name in both classes is two videos, each its own group", async () => {
  const { videos, groups } = await listLayout(classFolders, emptyFiles("real/a.mp4", "fake/a.mp4"));
  same(videos.map(({ filename, label, group }) => [filename, label, group]).toSorted(), [
    ["fake/a.mp4", "FAKE", "fake/a.mp4"],
    ["real/a.mp4", "REAL", "real/a.mp4"],
  ]);
  same(groups.kind, "own");
});

Deno.test("the usual names of classes are understood in any case, with numbers and plurals", async () => {
  const pairs = [
    ...[["real", "fake"], ["REAL", "Fake"], ["reals", "fakes"], ["original", "manipulated"]],
    ...[["Originals", "manipulated"], ["0_real", "1_fake"], ["1-REAL", "0-FAKE"]],
    ...[["original_videos", "manipulated_videos"], ["real-frames", "deepfakes"]],
  ] as const;
  for (const [real, fake] of pairs) {
    const names = [`${real}/a.mp4`, `${fake}/b.mp4`] as const;
    same(await isRecognised(...names), true, real);
    same(await labelsOf(...names), { [names[0]]: ["REAL", null], [names[1]]: ["FAKE", null] });
  }
});

Deno.test("splits may lie above or below the classes, and all of it in folders that are alone", async () => {
  same(
    await labelsOf("data/train/real/a.mp4", "data/valid/fake/b.mp4", "data/Test/real/c.mp4"),
    {
      "data/Test/real/c.mp4": ["REAL", "Test"],
      "data/train/real/a.mp4": ["REAL", "train"],
      "data/valid/fake/b.mp4": ["FAKE", "valid"],
    },
  );
  same(await labelsOf("x/y/real/train/a.mp4", "x/y/fake/test/m/b.mp4", "__MACOSX/x/a.txt"), {
    "x/y/fake/test/m/b.mp4": ["FAKE", "test"],
    "x/y/real/train/a.mp4": ["REAL", "train"],
  });
});

Deno.test("a folder of pictures is a clip, and what lies in it is none", async () => {
  same(
    Object.keys(
      await labelsOf("real/a/1.png", "real/a/masks/1.png", "fake/b/c/1.JPG", "fake/d/x.txt"),
    ),
    ["fake/b/c", "real/a"],
  );
});

Deno.test("folders in the fake class are methods when all fakes lie in some and no real videos do", async () => {
  same(await methodsOf("real/a.mp4", "fake/X/a.mp4", "fake/Y/videos/b.mp4"), {
    "fake/X/a.mp4": "X",
    "fake/Y/videos/b.mp4": "Y",
    "real/a.mp4": undefined,
  });
  const none = [
    ["real/a.mp4", "fake/X/a.mp4", "fake/b.mp4"],
    ["real/anna/a.mp4", "fake/anna/b.mp4"],
    ["real/a.mp4", "fake/videos/a.mp4"],
    ["real/a.mp4", "fake/000_003/frames/1.png"],
    ["real/a.mp4", ...Array.from({ length: 20 }, (_, i) => `fake/person${i}/a.mp4`)],
  ];
  for (const names of none) {
    same(new Set(Object.values(await methodsOf(...names))), new Set([undefined]), names.join());
  }
});

Deno.test("folders beside the real class that are named for a method of FaceForensics++ hold fakes", async () => {
  const names = ["original/000.mp4", "Deepfakes/000_003.mp4", "Face2Face/000_003.mp4"];
  same(await labelsOf(...names), {
    "original/000.mp4": ["REAL", null],
    "Deepfakes/000_003.mp4": ["FAKE", null],
    "Face2Face/000_003.mp4": ["FAKE", null],
  });
  same(await methodsOf(...names), {
    "original/000.mp4": undefined,
    "Deepfakes/000_003.mp4": "Deepfakes",
    "Face2Face/000_003.mp4": "Face2Face",
  });
});

Deno.test("FFIW's sources are real and its targets fake, and a stem is a group", async () => {
  const { videos, groups } = await listLayout(
    classFolders,
    emptyFiles(
      "source/train/1.mp4",
      "target/train/1.avi",
      "source/val/1.mp4",
      "target/val/videos/2.mp4",
    ),
  );
  same(
    videos.map(({ filename, label, group, split }) => [filename, label, group, split]).toSorted(),
    [
      ["source/train/1.mp4", "REAL", "train/1", "train"],
      ["source/val/1.mp4", "REAL", "val/1", "val"],
      ["target/train/1.avi", "FAKE", "train/1", "train"],
      ["target/val/videos/2.mp4", "FAKE", "val/2", "val"],
    ],
  );
  same(groups.kind, "stated");
});

Deno.test("one class alone is recognised and said; beside folders without a class it is not", async () => {
  same(await isRecognised("fake/a.mp4"), true);
  same(await isRecognised("fake/a.mp4", "b.mp4"), false);
  same(await isRecognised("original/a.mp4", "method_A/b.mp4"), false);
  same(await isRecognised("manipulated_videos/end_to_end/a.mp4"), false);
  const { notes } = await listLayout(classFolders, emptyFiles("fake/a.mp4", "other/b.mp4"));
  same(notes, [
    "By the names of folders none is REAL, and fake is FAKE.",
    "All videos are FAKE: there is no folder of the other class with videos in it.",
    "Folders whose names say no class are left out: other.",
  ]);
});

Deno.test("trees of other layouts are not folders of classes", async () => {
  const others = [
    ["original_sequences/youtube/c23/videos/000.mp4", "manipulated_sequences/Deepfakes/a.mp4"],
    ["Celeb-real/id0_0000.mp4", "Celeb-synthesis/id0_id1_0000.mp4", "YouTube-real/00000.mp4"],
    ["RealVideo-RealAudio/a.mp4", "FakeVideo-FakeAudio/b.mp4"],
    ["real_train/1/0.png", "fake_train/1/0.png"],
    ["source_videos/a.mp4", "manipulated_videos/b.mp4"],
    ["source/a.mp4", "target/a.mp4"],
    ["Deepfakes/c23/videos/000_003.mp4", "Deepfakes/c40/videos/000_003.mp4"],
  ];
  for (const names of others) same(await isRecognised(...names), false, names.join());
  same(
    await recogniseFiles(classFolders, {
      ...emptyFiles("real/a.mp4", "fake/b.mp4"),
      "labels.csv": "filename,label\nreal/a.mp4,REAL\n",
    }),
    null,
  );
});

Deno.test("pictures directly in a class belong to no video", async () => {
  const { videos, notes } = await listLayout(
    classFolders,
    emptyFiles("real/a.mp4", "real/poster.png", "fake/1.png", "fake/b/1.png"),
  );
  same(videos.map(({ filename }) => filename), ["fake/b", "real/a.mp4"]);
  match(notes.at(-1)!, /^Pictures directly in fake belong to no video/);
  await assertRefused(() => listLayout(classFolders, emptyFiles("real/1.png", "fake/2.png")), {
    code: "DATASET_EMPTY",
    text: "as in fake/NAME/0001.png",
  });
});

Deno.test("without folders of classes nothing can be listed", () =>
  assertRefused(() => listLayout(classFolders, emptyFiles("a/b.mp4")), {
    code: "DATASET_LABELS_BROKEN",
    text: "no folders named for a class",
  }));
