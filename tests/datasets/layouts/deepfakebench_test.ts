import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { isDeepfakeBench } from "../../../src/datasets/layouts/bench_clips.ts";
import { deepfakebench } from "../../../src/datasets/layouts/deepfakebench.ts";
import type { LayoutListing } from "../../../src/datasets/layouts/contract.ts";
import type { Tags } from "../../../src/records/video.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { assertRefused, withFolder } from "../dataset_folder.ts";
import { emptyFiles, listLayout, recogniseFiles } from "./list_layout.ts";

type Splits = Readonly<Record<string, unknown>>;

function clip(label: string, ...frames: readonly string[]) {
  return { label, frames };
}

/** Lists a file whose one dataset has these keys, with nothing beside it. */
function listKeys(
  keys: Readonly<Record<string, Splits>>,
  where: Tags = {},
): Promise<LayoutListing> {
  return listLayout(deepfakebench, { "x.json": JSON.stringify({ X: keys }) }, { where });
}

/** Lists clips of one key, all in the split test. */
async function namesUnder(key: string, ...videos: readonly string[]) {
  const test = Object.fromEntries(videos.map((video) => [video, clip(key)]));
  return (await listKeys({ [key]: { test } })).videos;
}

Deno.test("a key that ends in real, in any case, is REAL, and any other FAKE with its method", async () => {
  const keys = {
    "FF-real": undefined,
    DFD_REAL: undefined,
    UADFV_Real: undefined,
    "FF-F2F": "Face2Face",
    "FF-FH": "FaceShifter",
    DFD_fake: "DeepFakeDetection",
    CelebDFv2_fake: "Celeb-DF",
    DFDCP_FakeB: "method_B",
    DFDC_Fake: "DFDC",
    simswap: "simswap",
    fake: "X",
  };
  for (const [key, method] of Object.entries(keys)) {
    const [video] = await namesUnder(key, "a");
    equal(video!.label, method === undefined ? "REAL" : "FAKE", key);
    same(video!.tags["method"], method, key);
    equal(video!.filename, `${key}/a`);
  }
});

Deno.test("groups follow the rule of each key's dataset", async () => {
  const cases: [key: string, video: string, group: string][] = [
    ["CelebDFv1_real", "id3_0001", "id3"],
    ["CelebDFv2_fake", "id3_id16_0001", "id3"],
    ["CelebDFv2_real", "00012", "YouTube-real/00012"],
    ["DFD_real", "01__hugging_happy", "actor_01"],
    ["DFD_fake", "01_02__hugging_happy__YVGY8LOK", "actor_01"],
    ["DFDCP_Real", "643049_A_001", "643049"],
    ["DFDCP_FakeA", "1255229_1260311_C_001", "1260311"],
    ["UADFV_Fake", "0003_fake", "0003"],
    ["DFDC_Real", "aalscayrfi", "aalscayrfi"],
    ["FF-NT", "953_974", "953_974"],
    ["FF-NT", "974_953", "953_974"],
    ["DF_fake", "000_M101", "000"],
    ["simswap_fake", "id3_id16_0001", "id3"],
  ];
  for (const [key, video, group] of cases) {
    equal((await namesUnder(key, video))[0]!.group, group, `${key}/${video}`);
  }
});

Deno.test("originals and DeeperForensics' fakes join the pairs of all fakes, of whatever compression", async () => {
  const { videos, groupSpace } = await listKeys({
    "FF-real": { test: { c23: { "000": clip("FF-real"), "003": clip("FF-real") } } },
    "FF-FS": { test: { c40: { "003_000": clip("FF-FS") } } },
    DF_fake: { test: { "000_M101": clip("DF_fake") } },
  }, { compression: "c23" });
  same(videos.map(({ filename, group }) => [filename, group]), [
    ["FF-real/000", "000_003"],
    ["FF-real/003", "000_003"],
    ["DF_fake/000_M101", "000_003"],
  ]);
  equal(groupSpace, "ff++");
});

Deno.test("groups are linked by swapped persons, and own where no name says anything", async () => {
  const celeb = (fake: string) =>
    listKeys({
      CelebDFv2_real: {
        test: { id0_0000: clip("CelebDFv2_real"), id1_0000: clip("CelebDFv2_real") },
      },
      CelebDFv2_fake: { test: { [fake]: clip("CelebDFv2_fake") } },
    });
  equal((await celeb("id0_id1_0000")).groups.kind, "linked");
  same((await celeb("id0_id9_0000")).groups, {
    ...{ kind: "stated", scope: "other people filmed in the same way" },
    unit: "each with the videos of one person",
  });
  equal((await celeb("id0_id1_0000")).groupSpace, undefined);
  const own = await listKeys({ DFDC_Real: { test: { abc: clip("DFDC_Real") } } });
  equal(own.groups.kind, "own");
});

Deno.test("of several compressions one must be chosen; datasets without that level stay", async () => {
  const keys = {
    "FF-real": { test: { c23: { "000": clip("FF-real") }, c40: { "000": clip("FF-real") } } },
    DFDC_Real: { test: { abc: clip("DFDC_Real") } },
  };
  await assertRefused(() => listKeys(keys), {
    code: "DATASET_CHOICE",
    text: "Choose with `--where compression=c23` or `--where compression=c40`.",
  });
  await assertRefused(() => listKeys(keys, { compression: "raw" }), {
    code: "DATASET_CHOICE",
    text: 'no videos of the compression "raw", but of c23, c40',
  });
  const { videos } = await listKeys(keys, { compression: "c40" });
  same(videos.map(({ filename, tags }) => [filename, tags]), [
    ["FF-real/000", { dataset: "X", compression: "c40" }],
    ["DFDC_Real/abc", { dataset: "X" }],
  ]);
});

Deno.test("a clip that is listed in several splits counts once: in none where its key holds nothing out, else as test", async () => {
  const dfd = { a: clip("DFD_real"), b: clip("DFD_real") };
  const celeb = clip("CelebDFv2_fake");
  const { videos, notes } = await listKeys({
    DFD_real: { train: dfd, val: dfd, test: dfd },
    CelebDFv2_fake: {
      train: { a: celeb, b: celeb, c: celeb },
      val: { a: celeb },
      test: { a: celeb },
    },
    DFDC_Fake: { train: { a: clip("DFDC_Fake") }, val: { a: clip("DFDC_Fake") } },
    DFDCP_Real: { val: { a: clip("DFDCP_Real") }, test: { a: clip("DFDCP_Real") } },
  });
  same(Object.fromEntries(videos.map(({ filename, split }) => [filename, split])), {
    "DFD_real/a": null,
    "DFD_real/b": null,
    "CelebDFv2_fake/a": "test",
    "CelebDFv2_fake/b": "train",
    "CelebDFv2_fake/c": "train",
    "DFDC_Fake/a": "train",
    "DFDCP_Real/a": "test",
  });
  same(notes.slice(2), [
    "All clips of DFD_real are listed for training and for testing: they count once and have no split, so " +
    "that --split leaves them out.",
    "Clips listed in test and in another split (2) count once, as test.",
    "Clips listed in several splits, but not in test (1), count once, as train.",
  ]);
});

Deno.test("facts of a clip among the clips of a split are passed over", async () => {
  const { videos } = await listKeys({
    DFDC_Real: {
      test: { a: clip("DFDC_Real") },
      val: { label: "DFDC_Real", frames: ["x/1.png"], b: clip("DFDC_Real") },
    },
  });
  same(videos.map(({ filename }) => filename), ["DFDC_Real/a", "DFDC_Real/b"]);
});

Deno.test("a label that contradicts its key is refused", () =>
  assertRefused(() => listKeys({ "FF-real": { test: { a: clip("FF-DF") } } }), {
    code: "DATASET_LABELS_CONTRADICT",
    text: 'has "a" under "FF-real" with the label "FF-DF"',
  }));

Deno.test("frames are found by the longest end of their path that is in the tree, and sorted by number", async () => {
  const at = (place: string) =>
    [
      `D:\\data\\rgb\\X\\frames\\a\\10.png`,
      `D:\\data\\rgb\\X\\frames\\a\\9.png`,
      `/home/author/rgb/X/frames/a/100.png`,
    ].map((path) => `${place}${path}`);
  const file = {
    "x.json": JSON.stringify({ X: { real: { test: { a: clip("real", ...at("")) } } } }),
  };
  for (const place of ["rgb/X/frames/a", "X/frames/a", "frames/a", "a"]) {
    const names = ["9", "10", "100"].map((name) => `${place}/${name}.png`);
    const { videos } = await listLayout(deepfakebench, { ...file, ...emptyFiles(...names) });
    same(new Set(videos[0]!.frames), new Set(names), place);
  }
  const { videos } = await listLayout(deepfakebench, {
    ...file,
    ...emptyFiles("X/frames/a/9.png", "frames/a/9.png", "a/9.png"),
  });
  ok(videos[0]!.frames!.every((name) => name.startsWith("X/frames/a/")));
});

Deno.test("wherever frames were written and however they are numbered, all are found in natural order", () => {
  const prefix = fc.array(fc.constantFrom("data", "rgb", "D:", ".", "X"), { maxLength: 4 });
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 1200 }), { minLength: 1, maxLength: 8 });
  const separator = fc.constantFrom("/", "\\");
  return fc.assert(
    fc.asyncProperty(prefix, numbers, separator, fc.nat(4), async (before, found, by, width) => {
      const names = found.map((number) => `${number}`.padStart(width, "0") + ".png");
      const written = names.map((name) => [...before, "clips", "frames", "a", name].join(by));
      const { videos } = await listLayout(deepfakebench, {
        "x.json": JSON.stringify({ X: { real: { test: { a: clip("real", ...written) } } } }),
        ...emptyFiles(...names.map((name) => `clips/frames/a/${name}`)),
      });
      same(
        videos[0]!.frames!.map((path) => parseInt(path.slice("clips/frames/a/".length))),
        found.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 30 },
  );
});

Deno.test("names that are no numbers are sorted naturally, too", async () => {
  const names = ["f10.png", "f9.png", "f1_2.png"].map((name) => `a/${name}`);
  const { videos } = await listLayout(deepfakebench, {
    "x.json": JSON.stringify({ X: { real: { test: { a: clip("real", ...names) } } } }),
    ...emptyFiles(...names),
  });
  same(videos[0]!.frames, ["a/f1_2.png", "a/f9.png", "a/f10.png"]);
});

Deno.test("two clips are not read from one folder", async () => {
  const fake = (key: string, folder: string) => ({
    test: { "000_003": clip(key, `/rgb/${folder}/c23/frames/000_003/1.png`) },
  });
  const file = {
    "x.json": JSON.stringify({
      X: { "FF-DF": fake("FF-DF", "Deepfakes"), "FF-FS": fake("FF-FS", "FaceSwap") },
    }),
  };
  await assertRefused(
    () => listLayout(deepfakebench, { ...file, ...emptyFiles("frames/000_003/1.png") }),
    {
      code: "DATASET_ROOT",
      text: "FF-DF/000_003 and of FF-FS/000_003 would both be read from frames/000_003. " +
        "Pass with --root the folder that holds Deepfakes and FaceSwap.",
    },
  );
  const places = ["Deepfakes", "FaceSwap"].map((name) => `${name}/c23/frames/000_003/1.png`);
  const { videos } = await listLayout(deepfakebench, { ...file, ...emptyFiles(...places) });
  same(videos.map(({ frames }) => frames), places.map((place) => [place]));
});

Deno.test("frames that are not there are listed as none, and ways out of the tree lead nowhere", async () => {
  const { videos } = await listKeys({
    real: {
      test: { a: clip("real", "/x/y/a/1.png"), b: clip("real", "../../b/1.png"), c: clip("real") },
    },
  });
  same(videos.map(({ frames }) => frames), [[], [], []]);
});

Deno.test("equal names in several datasets of a file are one clip if their frames are the same, else two", async () => {
  const real = (path: string) => ({ "FF-real": { test: { "000": clip("FF-real", path) } } });
  const list = (other: string) =>
    listLayout(deepfakebench, {
      "x.json": JSON.stringify({ A: real("one/000/1.png"), B: real(other) }),
    });
  const namesOf = ({ videos }: LayoutListing) => videos.map(({ filename }) => filename);
  same(namesOf(await list("one/000/2.png")), ["FF-real/000"]);
  same(namesOf(await list("two/000/1.png")), ["A/FF-real/000", "B/FF-real/000"]);
});

Deno.test("the file that the user names is read, wherever it lies", () =>
  withFolder({
    "lists/FF.json": JSON.stringify({ X: { real: { test: { a: clip("real", "/rgb/a/1.png") } } } }),
    "root/a/1.png": "",
  }, async (folder) => {
    const tree = await folderTree(join(folder, "root"), { followLinks: false });
    const labelFile = join(folder, "lists", "FF.json");
    const { videos, notes } = await deepfakebench.list(tree, { where: {}, labelFile });
    same(videos.map(({ filename, frames }) => [filename, frames]), [["real/a", ["a/1.png"]]]);
    match(notes[0]!, /set faceDetector to whole_frame/);
    same(notes[1], "By its key a clip is REAL (real) or FAKE (none).");
  }));

Deno.test("a file is recognised by its form alone", async () => {
  const value = { X: { a: { train: {} }, b: { test: { c23: { v: clip("b") } } } } };
  ok(isDeepfakeBench(value));
  for (
    const other of [null, [], 7, {}, { "a.mp4": { label: "REAL" } }, { X: { a: { train: {} } } }]
  ) {
    ok(!isDeepfakeBench(other), JSON.stringify(other));
  }
  equal(await recogniseFiles(deepfakebench, { "F.json": JSON.stringify(value) }), "`F.json`");
  equal(await recogniseFiles(deepfakebench, { "F.json": '{"a.mp4": {"label": "REAL"}}' }), null);
});

Deno.test("several files, or none, ask for one to be named; broken ones are refused", async () => {
  const text = JSON.stringify({ X: { real: { test: { a: clip("real") } } } });
  await assertRefused(() => listLayout(deepfakebench, { "a.json": text, "b.json": text }), {
    code: "DATASET_AMBIGUOUS",
    text: "several files of DeepfakeBench: a.json, b.json. Name one of them, as in `--dataset ",
  });
  await assertRefused(() => listLayout(deepfakebench, {}), {
    code: "DATASET_LABELS_BROKEN",
    text: "has no .json file of DeepfakeBench",
  });
  await assertRefused(() => listLayout(deepfakebench, { "a.json": '{"X": {"real": {"test": {' }), {
    code: "DATASET_LABELS_BROKEN",
    text: "a.json is not JSON",
  });
  await assertRefused(
    () => listLayout(deepfakebench, { "a.json": '{"X": {"real": {"test": {}}}}' }),
    {
      code: "DATASET_LABELS_BROKEN",
      text: "a.json lists no clips with frames",
    },
  );
});
