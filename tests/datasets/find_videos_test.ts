import assert from "node:assert/strict";
import { join } from "node:path";
import { findVideos } from "../../src/datasets/find_videos.ts";
import type { ListedVideo } from "../../src/datasets/layouts/contract.ts";
import type { DatasetTree } from "../../src/datasets/tree/dataset_tree.ts";
import { folderTree } from "../../src/datasets/tree/folder_tree.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

function listedAs(filename: string, facts: Partial<ListedVideo> = {}): ListedVideo {
  return { filename, label: "REAL", group: filename, split: null, tags: {}, ...facts };
}

/** Finds videos of these names among these files. */
async function found(files: readonly string[], names: readonly (string | ListedVideo)[]) {
  let all: Awaited<ReturnType<typeof findVideos>> | null = null;
  await withFolder(Object.fromEntries(files.map((file) => [file, ""])), async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const listed = names.map((name) => typeof name === "string" ? listedAs(name) : name);
    all = await findVideos(tree, listed);
  });
  const { videos, missing, notes } = all!;
  return {
    ...{ ids: videos.map(({ id }) => id as string), missing: missing as readonly string[], notes },
    groups: videos.map(({ group }) => group),
  };
}

Deno.test("names are read as paths in the folder, whatever their form, and that is said", async () => {
  const names = ["./a.mp4", " b.mp4 ", "real\\c.mp4", "real//d.mp4", "x/../e.mp4"];
  const { ids, missing, notes, groups } = await found(
    ["a.mp4", "b.mp4", "real/c.mp4", "real/d.mp4", "e.mp4"],
    names,
  );
  assert.deepEqual(ids, ["a.mp4", "b.mp4", "e.mp4", "real/c.mp4", "real/d.mp4"]);
  assert.deepEqual(groups, ids);
  assert.deepEqual(missing, []);
  assert.deepEqual(notes, [
    '5 names were read as paths in the dataset\'s folder; the first is "./a.mp4" for "a.mp4".',
  ]);
});

Deno.test("a file whose name looks like another form of a path is found as it is", async () => {
  const names = [" a.mp4", "b\\c.mp4"];
  const { ids, notes } = await found([...names, "a.mp4", "b/c.mp4"], names);
  assert.deepEqual([ids, notes], [names, []]);
});

Deno.test("absolute paths inside the folder are read, by its name and by what a link leads to", () =>
  withFolder({ "true/real/a.mp4": "", "true/b.mp4": "" }, async (folder) => {
    const [truth, link] = [join(folder, "true"), join(folder, "link")];
    await Deno.symlink(truth, link);
    const tree = await folderTree(link, { followLinks: false });
    const listed = [listedAs(join(link, "real/a.mp4")), listedAs(join(truth, "b.mp4"))];
    const { videos } = await findVideos(tree, listed);
    assert.deepEqual(videos.map(({ id, group }) => [id, group]), [
      ["b.mp4", "b.mp4"],
      ["real/a.mp4", "real/a.mp4"],
    ]);
    await assertRefused(() => findVideos(tree, [listedAs("/etc/passwd")]), {
      code: "DATASET_NAME_OUTSIDE",
    });
    await assertRefused(() => findVideos(tree, [listedAs(`${truth}-2/a.mp4`)]), {
      code: "DATASET_NAME_OUTSIDE",
    });
  }));

Deno.test("absolute paths of another machine are found by their ends where it is said where they begin", () =>
  withFolder({ "v/real/a.mp4": "", "v/b.mp4": "", "b.mp4": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const names = ["/home/x/v/real/a.mp4", "D:\\data\\v\\b.mp4", "/home/x/v/gone.mp4"];
    const { videos, missing } = await findVideos(tree, names.map((name) => listedAs(name)), {
      isRooted: true,
    });
    assert.deepEqual(videos.map(({ id, group }) => [id, group]), [
      ["v/b.mp4", "v/b.mp4"],
      ["v/real/a.mp4", "v/real/a.mp4"],
    ]);
    assert.deepEqual(missing, ["home/x/v/gone.mp4"]);
    await assertRefused(() => findVideos(tree, [listedAs("/../b.mp4")], { isRooted: true }), {
      code: "DATASET_NAME_OUTSIDE",
    });
  }));

Deno.test("a name is matched by Unicode form, else case, else extension, with a note for each kind", async () => {
  const { ids, missing, notes } = await found(
    ["e\u0301.mp4", "B.MP4", "Real/c.mp4", "d.avi", "e.mp4", "f/0001.png"],
    ["\u00e9.mp4", "b.mp4", "real/C.mp4", "d.mp4", "e", "f.mp4", "gone.mp4"],
  );
  assert.deepEqual(ids, ["B.MP4", "Real/c.mp4", "d.avi", "e.mp4", "e\u0301.mp4", "f"]);
  assert.deepEqual(missing, ["gone.mp4"]);
  assert.deepEqual(notes, [
    '1 name was matched by another Unicode form of the same letters; the first is "\u00e9.mp4" for ' +
    '"e\u0301.mp4".',
    '2 names were matched without regard to upper and lower case; the first is "b.mp4" for "B.MP4".',
    '3 names were matched without regard to the extension; the first is "d.mp4" for "d.avi".',
  ]);
});

Deno.test("a name is matched by the end of a path when one file has it", async () => {
  const { ids, missing, notes } = await found(
    ["videos/a.mp4", "videos/real/b.mp4", "c.mp4", "x/d.mp4", "y/d.mp4", "fake/e.mp4"],
    ["a.mp4", "real/B.mp4", "dataset/c.mp4", "d.mp4", "real/e.mp4"],
  );
  assert.deepEqual(ids, ["c.mp4", "videos/a.mp4", "videos/real/b.mp4"]);
  assert.deepEqual(missing, ["d.mp4", "real/e.mp4"]);
  assert.deepEqual(notes, [
    '3 names were matched by the end of the path; the first is "a.mp4" for "videos/a.mp4".',
    '1 name fits several videos, of which none was taken; the first is "d.mp4", which may be ' +
    '"x/d.mp4" or "y/d.mp4".',
  ]);
});

Deno.test("a file that several names fit, or a name that several files fit, is not guessed at", async () => {
  // A file that the labels list by its own name is no other video.
  assert.deepEqual((await found(["a.avi"], ["a.mp4", "a.avi"])).missing, ["a.mp4"]);
  assert.deepEqual((await found(["a.mp4"], ["A.mp4", "a.mp4"])).missing, ["A.mp4"]);
  assert.deepEqual((await found(["a.avi", "a.mkv"], ["a"])).missing, ["a"]);
  assert.deepEqual((await found(["a.MP4", "A.mp4"], ["a.mp4"])).missing, ["a.mp4"]);
});

Deno.test("groups that name a listed video follow it to its real path", async () => {
  const fake = listedAs("fake.mp4", { label: "FAKE", group: "./Real.mp4" });
  const { groups } = await found(["real.mp4", "fake.mp4"], [listedAs("./Real.mp4"), fake]);
  assert.deepEqual(groups, ["real.mp4", "real.mp4"]);
});

Deno.test("equal entries for a video count once; others are refused with both names", async () => {
  const { ids, notes } = await found(["a.mp4"], ["a.mp4", "./a.mp4", "a.mp4"]);
  assert.deepEqual(ids, ["a.mp4"]);
  assert.ok(
    notes.includes(
      '2 entries of the labels repeat others and were left out; the first is for "a.mp4".',
    ),
    notes.join(),
  );
  await assertRefused(() => found(["a.mp4"], [" a.mp4", listedAs("./a.mp4", { label: "FAKE" })]), {
    code: "DATASET_NAME_TWICE",
    text: 'list "a.mp4" twice, as " a.mp4" and "./a.mp4"',
  });
});

Deno.test("a listed folder of frames is a clip, in natural order", () =>
  withFolder({ "seq/10.png": "", "seq/9.png": "", "seq/notes.txt": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const { videos, leftOut } = await findVideos(tree, [listedAs("./seq/")]);
    assert.deepEqual(videos.map(({ id, source }) => [id, source]), [
      ["seq", { kind: "frames", folder: join(folder, "seq"), names: ["9.png", "10.png"] }],
    ]);
    assert.deepEqual(leftOut, []);
  }));

Deno.test("pictures that are listed one by one are frames of one video for each folder", () =>
  withFolder(
    { "seq/10.png": "", "seq/9.png": "", "b/1.jpg": "", "b/2.jpg": "" },
    async (folder) => {
      const tree = await folderTree(folder, { followLinks: false });
      const listed = [
        listedAs("seq/10.png", { tags: { frame: "10", method: "x" } }),
        listedAs(join(folder, "seq/9.png"), { tags: { frame: "9", method: "x" } }),
        ...["b\\1.jpg", "./b/2.jpg"].map((name) => listedAs(name, { label: "FAKE", group: "seq" })),
      ];
      const { videos, notes, leftOut } = await findVideos(tree, listed);
      assert.deepEqual(videos.map(({ id, label, group, tags }) => [id, label, group, tags]), [
        ["b", "FAKE", "seq", {}],
        ["seq", "REAL", "seq", { method: "x" }],
      ]);
      assert.deepEqual(videos[1]!.source, {
        ...{ kind: "frames", folder: join(folder, "seq"), names: ["9.png", "10.png"] },
      });
      assert.deepEqual(notes, [
        "4 pictures of the labels are taken as frames of 2 videos, one for each folder that they lie in.",
      ]);
      assert.deepEqual(leftOut, []);
    },
  ));

Deno.test("pictures of another machine are found by the ends of their folders", () =>
  withFolder({ "set/seq/1.png": "", "set/seq/2.png": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const listed = ["/home/x/set/seq/2.png", "D:\\y\\seq\\1.png"].map((name) => listedAs(name));
    const { videos } = await findVideos(tree, listed.slice(0, 1), { isRooted: true });
    assert.deepEqual(videos.map(({ id, source }) => [id, source]), [
      ["set/seq", { kind: "frames", folder: join(folder, "set/seq"), names: ["2.png"] }],
    ]);
    const { missing } = await findVideos(tree, listed.slice(1), { isRooted: true });
    assert.deepEqual(missing, ["y/seq"]);
  }));

Deno.test("pictures of different labels in one folder, and in folders of classes, are videos of one frame", () =>
  withFolder(
    { "all/a.png": "", "all/b.png": "", "real/c.png": "", "d.png": "" },
    async (folder) => {
      const tree = await folderTree(folder, { followLinks: false });
      const listed = [
        ...[listedAs("all/a.png"), listedAs("all/b.png", { label: "FAKE" })],
        ...[listedAs("real/c.png"), listedAs("d.png")],
      ];
      const { videos, notes } = await findVideos(tree, listed);
      assert.deepEqual(
        videos.map(({ id, source }) => [id, source.kind === "frames" && source.names]),
        [
          ["all/a.png", ["a.png"]],
          ["all/b.png", ["b.png"]],
          ["d.png", ["d.png"]],
          ["real/c.png", ["c.png"]],
        ],
      );
      assert.match(
        notes.join(),
        /^4 pictures of the labels \(the first is "all\/a\.png"\) are videos/,
      );
    },
  ));

Deno.test("a list of frames is a clip; absent ones are said, and without any the video is missing", () =>
  withFolder({ "x/1.png": "", "x/2.png": "", "y/1.png": "", "y/2.png": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const listed = [
      listedAs("one", { frames: ["x/2.png", "x/1.png"] }),
      listedAs("two", { frames: ["y/2.png", "y/1.png"] }),
      listedAs("three", { frames: ["x/1.png", "y/1.png", "y/3.png"] }),
      listedAs("four", { frames: ["z/1.png"] }),
    ];
    const { videos, missing, notes } = await findVideos(tree, listed);
    const sources = new Map(videos.map(({ id, source }) => [id as string, source]));
    const names = ["2.png", "1.png"];
    assert.deepEqual(sources.get("one"), { kind: "frames", folder: join(folder, "x"), names });
    assert.deepEqual(sources.get("three"), {
      ...{ kind: "frames", folder, names: ["x/1.png", "y/1.png"] },
    });
    const lists = ["one", "two"].map((id) => sources.get(id)).map((source) =>
      source?.kind === "frames" ? source.names : null
    );
    assert.ok(lists[0] === lists[1], "equal lists are one list");
    assert.deepEqual(missing, ["four"]);
    assert.deepEqual(notes, [
      '1 video lacks frames that the labels list; the first is "three", where 1 is missing.',
    ]);
  }));

Deno.test("what is not listed and what is not read is left out by name", () =>
  withFolder({ "a.mp4": "", "b.wmv": "", "c.gif": "", "notes.txt": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    const { leftOut } = await findVideos(tree, [listedAs("a.mp4")]);
    assert.deepEqual(leftOut, [
      { name: "b.wmv", reason: "unlisted" },
      { name: "c.gif", reason: "extension" },
    ]);
  }));

/** A tree of files in memory. */
function memoryTree(files: readonly string[]): DatasetTree {
  const folders = new Map<string, Map<string, "file" | "folder">>([["", new Map()]]);
  for (const file of files) {
    const parts = file.split("/");
    for (const [i, name] of parts.entries()) {
      const folder = parts.slice(0, i).join("/");
      if (!folders.has(folder)) folders.set(folder, new Map());
      folders.get(folder)!.set(name, i === parts.length - 1 ? "file" : "folder");
    }
  }
  const known = new Set(files);
  return {
    place: "/data/big",
    entries: (folder) =>
      Promise.resolve([...folders.get(folder) ?? []].map(([name, kind]) => ({ name, kind }))),
    read: () => Promise.resolve(null),
    clip: (path) => Promise.resolve(known.has(path) ? { kind: "file", path } : null),
    leftOut: () => [],
  };
}

Deno.test("twenty thousand files of one name in as many folders are found, also when none is spelled like it", async () => {
  const numbers = [...Array(20_000).keys()];
  const tree = memoryTree(numbers.map((n) => `videos/${n}/video.mp4`));
  for (const nameOf of [(n: number) => `videos/${n}/video.mp4`, (n: number) => `${n}/VIDEO.avi`]) {
    const { videos, missing } = await findVideos(tree, numbers.map((n) => listedAs(nameOf(n))));
    assert.deepEqual([videos.length, missing.length], [numbers.length, 0]);
  }
});
