import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { datasetDigest } from "../../src/datasets/dataset_digest.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { selectSplit } from "../../src/datasets/select_split.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

const files = {
  "labels.csv":
    "filename,label,group,split\nb.mp4,FAKE,a,test\na.mp4,REAL,a,train\ngone.mp4,REAL,,\n",
  "a.mp4": "",
  "b.mp4": "",
};

Deno.test("a dataset is opened by name or by folder", () =>
  withFolder(files, async (folder) => {
    const datasetsFolder = dirname(folder);
    const named = await openDataset("dataset", { datasetsFolder });
    assert.equal(named.name, "dataset");
    assert.equal(named.layout, "table");
    assert.equal(named.defaultSplit, null);
    assert.deepEqual(named.videos.map(({ id }) => id), ["a.mp4", "b.mp4"]);
    assert.deepEqual(named.missing, ["gone.mp4"]);
    assert.deepEqual(await openDataset(folder, { datasetsFolder: "/nowhere" }), named);
  }));

Deno.test("a card gives the name, the default split, the independent level and the scope of intervals; invalid JSON is refused", async () => {
  const open = (card: string, test: (folder: string) => Promise<void>) =>
    withFolder({ ...files, "card.json": card }, test);
  await open('{"name": "Fine", "defaultSplit": "test"}', async (folder) => {
    const { name, defaultSplit } = await openDataset(folder, { datasetsFolder: folder });
    assert.deepEqual([name, defaultSplit], ["Fine", "test"]);
  });
  const scopeOf = async (card: string) => {
    let scope = "";
    await open(card, async (folder) => {
      scope = (await openDataset(folder, { datasetsFolder: folder })).groups.scope;
    });
    return scope;
  };
  assert.equal(
    await scopeOf('{"scope": "other clips of these two people"}'),
    "other clips of these two people",
  );
  assert.equal(await scopeOf('{"scope": 3}'), await scopeOf("{}"));
  await open('{"independent": "recording", "scope": "other days"}', async (folder) => {
    const { groups } = await openDataset(folder, { datasetsFolder: folder });
    assert.deepEqual([groups.independent, groups.isOwnScope], ["recording", true]);
  });
  await open("{", (folder) =>
    assertRefused(() => openDataset(folder, { datasetsFolder: folder }), {
      code: "DATASET_CARD_BROKEN",
    }));
});

Deno.test("metadata.json is preferred to labels.csv, and either to bare videos", async () => {
  const layoutOf = async (more: Record<string, string>) => {
    let layout = "";
    await withFolder({ "a.mp4": "", ...more }, async (folder) => {
      layout = (await openDataset(folder, { datasetsFolder: folder })).layout;
    });
    return layout;
  };
  const labels = { "labels.csv": "filename,label\na.mp4,REAL\n" };
  assert.equal(await layoutOf({}), "unlabelled");
  assert.equal(await layoutOf(labels), "table");
  assert.equal(await layoutOf({ ...labels, "metadata.json": '{"a.mp4": {}}' }), "dfdc");
});

Deno.test("a missing dataset is refused, with the nearest name if there is one", () =>
  withFolder({ "notes.txt": "" }, async (folder) => {
    const open = (name: string) => () => openDataset(name, { datasetsFolder: dirname(folder) });
    await assertRefused(open("datset"), {
      code: "DATASET_MISSING",
      text: 'Did you mean "dataset"?',
    });
    await assertRefused(open("/no/such/folder"), { code: "DATASET_MISSING" });
    await assertRefused(open(join(folder, "notes.txt")), { code: "DATASET_MISSING" });
    await assertRefused(open("dataset"), { code: "DATASET_EMPTY" });
    await Deno.writeTextFile(join(folder, "metadata.json"), '{"a.mp4": {"label": "REAL"}}');
    await assertRefused(open("dataset"), { code: "DATASET_EMPTY", text: "none of the 1" });
    await Deno.writeTextFile(join(folder, "metadata.json"), "{}");
    await assertRefused(open("dataset"), { code: "DATASET_EMPTY", text: "list no videos" });
    await Deno.remove(join(folder, "metadata.json"));
    await Deno.symlink("/etc/hostname", join(folder, "out.mp4"));
    await assertRefused(open("dataset"), { code: "DATASET_EMPTY", text: "a link that leads out" });
  }));

Deno.test("links that lead out are refused with remedies that work", () =>
  withFolder({ "true/a.mp4": "", "true/b.mp4": "" }, async (folder) => {
    const [truth, mine] = [join(folder, "true"), join(folder, "mine")];
    const names = ["a.mp4", "b.mp4"];
    const found = async (place: string, followLinks = false) => {
      const { videos } = await openDataset(place, { datasetsFolder: "/nowhere", followLinks });
      return videos.map(({ id }) => id);
    };
    Deno.mkdirSync(mine);
    for (const name of names) Deno.symlinkSync(join(truth, name), join(mine, name));
    const text = '2 links that lead out of it (the first is "a.mp4") are not followed. ' +
      "Pass --follow-links; or copy the files into it (cp -L), or make hard links to them (cp -lL)";
    await assertRefused(() => found(mine), { code: "DATASET_EMPTY", text });
    assert.deepEqual(await found(mine, true), names);
    for (const put of [Deno.copyFileSync, Deno.linkSync]) {
      const other = join(folder, put.name);
      Deno.mkdirSync(other);
      for (const name of names) put(join(truth, name), join(other, name));
      assert.deepEqual(await found(other), names);
    }
    Deno.symlinkSync(truth, join(folder, "linked"));
    assert.deepEqual(await found(join(folder, "linked")), names);
  }));

Deno.test("a folder with nothing but another kind of film says which kind is not read", () =>
  withFolder(
    { "a.GIF": "", "b/c.mxf": "" },
    (folder) =>
      assertRefused(() => openDataset(folder, { datasetsFolder: "/nowhere" }), {
        code: "DATASET_EMPTY",
        text: "; .gif and .mxf files are not read as video",
      }),
  ));

Deno.test("a folder with nothing but archives that are not read says so, with what to do", async () => {
  const refused = (files: Record<string, string>, text: string) =>
    withFolder(
      files,
      (folder) =>
        assertRefused(() => openDataset(folder, { datasetsFolder: "/nowhere" }), {
          code: "DATASET_EMPTY",
          text,
        }),
    );
  const packed = { "real_train/1.tar.gz": "x", "fake_train/1.tar.gz": "x" };
  await refused(
    packed,
    '2 archives such as "fake_train/1.tar.gz" cannot be read, being compressed',
  );
  await refused({ "part/1.tar.xz": "x" }, "Unpack them, or make .tar files of them, as gunzip");
  await refused({ "torn.zip": "x" }, "Unpack the archives, and pass the folder");
});

Deno.test("names that fit several videos are said, also where no video is left", async () => {
  const files = { "1/a.mp4": "", "2/a.mp4": "", "b.mp4": "" };
  const text = '1 name fits several videos, of which none was taken; the first is "a.mp4", which ' +
    'may be "1/a.mp4" or "2/a.mp4"';
  const labels = "filename,label\na.mp4,REAL\n";
  await withFolder(
    { ...files, "labels.csv": labels },
    (folder) =>
      assertRefused(() => openDataset(folder, { datasetsFolder: "/nowhere" }), {
        code: "DATASET_EMPTY",
        text: `is there: ${text}. Write the whole paths`,
      }),
  );
  await withFolder({ ...files, "labels.csv": `${labels}b.mp4,FAKE\n` }, async (folder) => {
    const { notes } = await openDataset(folder, { datasetsFolder: "/nowhere" });
    assert.ok(notes.includes(`${text}.`), notes.join());
  });
});

Deno.test("a choice by tags finds the same files as without it, and what is not chosen is not unlisted", () =>
  withFolder({
    "labels.csv": "filename,label,method\nx/a.mp4,FAKE,one\na.mp4,FAKE,two\nb.mp4,REAL,\n",
    "a.mp4": "",
    "1/x/a.mp4": "",
    "b.mp4": "",
  }, async (folder) => {
    const all = await openDataset(folder, { datasetsFolder: "/nowhere" });
    for (const method of ["one", "two"]) {
      const { videos, leftOut } = await openDataset(folder, {
        datasetsFolder: "/nowhere",
        where: { method },
      });
      assert.deepEqual(
        videos,
        all.videos.filter(({ label, tags }) => label === "REAL" || tags.method === method),
      );
      assert.deepEqual(leftOut, all.leftOut);
    }
    assert.deepEqual(all.videos.map(({ id }) => id), ["1/x/a.mp4", "a.mp4", "b.mp4"]);
    assert.deepEqual(all.leftOut, []);
  }));

Deno.test("a renamed .json of DFDC's preview keeps its layout, also apart from its videos", () =>
  withFolder({
    "lists/mine.json": JSON.stringify({
      "original_videos/a.mp4": { label: "real", set: "train", target_id: 7, swapped_id: null },
      "method_A/b.mp4": { label: "fake", set: "test", target_id: 7, swapped_id: 9 },
    }),
    "original_videos/a.mp4": "",
    "method_A/b.mp4": "",
  }, async (folder) => {
    const { layout, videos } = await openDataset(join(folder, "lists/mine.json"), {
      datasetsFolder: "/nowhere",
      root: folder,
    });
    assert.equal(layout, "dfdc-preview");
    assert.deepEqual(videos.map(({ group }) => group), ["7", "7"]);
  }));

Deno.test("a .json that is too large for labels is not in the way of another layout", () =>
  withFolder({
    "dump.json": "",
    "REAL/a.mp4": "",
    "FAKE/b.mp4": "",
  }, async (folder) => {
    await Deno.truncate(join(folder, "dump.json"), 600_000_000); // sparse: it takes no space
    const { layout } = await openDataset(folder, { datasetsFolder: "/nowhere" });
    assert.equal(layout, "folders");
  }));

Deno.test("a layout that reads no file of labels is refused for one, not read from the folders beside it", () =>
  withFolder({
    "mine.csv": "filename,label\nREAL/a.mp4,FAKE\n",
    "REAL/a.mp4": "",
    "FAKE/b.mp4": "",
  }, async (folder) => {
    const open = (layout: string) =>
      openDataset(join(folder, "mine.csv"), { datasetsFolder: "/nowhere", layout });
    await assertRefused(() => open("folders"), {
      code: "USAGE",
      text:
        "Give the dataset's folder with --dataset, or a layout that reads a file of labels: dfdc,",
    });
    assert.deepEqual((await open("table")).videos.map(({ id, label }) => [id, label]), [[
      "REAL/a.mp4",
      "FAKE",
    ]]);
  }));

Deno.test("a list of entries in a named .json is read", () =>
  withFolder({
    "a.mp4": "",
    "b.mp4": "",
    "clips.json": '[{"video": "a.mp4", "label": 0}, {"video": "b.mp4", "label": 1}]',
  }, async (folder) => {
    const { videos } = await openDataset(join(folder, "clips.json"), { datasetsFolder: "/" });
    assert.deepEqual(videos.map(({ id, label }) => [id, label]), [["a.mp4", "REAL"], [
      "b.mp4",
      "FAKE",
    ]]);
  }));

Deno.test("labels behind a link that leads out are refused, and read with --follow-links", () =>
  withFolder({ "mine/a.mp4": "", "labels.csv": "filename,label\na.mp4,REAL\n" }, async (folder) => {
    const mine = join(folder, "mine");
    await Deno.symlink(join(folder, "labels.csv"), join(mine, "labels.csv"));
    const open = (followLinks: boolean) =>
      openDataset(mine, { datasetsFolder: "/nowhere", followLinks });
    await assertRefused(() => open(false), {
      code: "DATASET_LABELS_LINKED",
      text: "labels.csv is a link that leads out of the dataset's folder. Pass --follow-links",
    });
    assert.deepEqual((await open(true)).videos.map(({ label }) => label), ["REAL"]);
    await Deno.remove(join(folder, "labels.csv"));
    await assertRefused(() => open(true), {
      code: "DATASET_LABELS_LINKED",
      text: "labels.csv is a link whose target is missing",
    });
  }));

Deno.test("the split is the requested one, else the default, else all videos", () =>
  withFolder(files, async (folder) => {
    const dataset = await openDataset(folder, { datasetsFolder: folder });
    const choose = (asked: string | null, defaultSplit: string | null = null) => {
      const { dataset: chosen, split } = selectSplit({ ...dataset, defaultSplit }, asked);
      return [split, ...chosen.videos.map(({ id }) => id as string)];
    };
    assert.deepEqual(choose(null), [null, "a.mp4", "b.mp4"]);
    assert.deepEqual(choose(null, "test"), ["test", "b.mp4"]);
    assert.deepEqual(choose("train", "test"), ["train", "a.mp4"]);
    assert.deepEqual(choose("all", "test"), [null, "a.mp4", "b.mp4"]);
    assert.deepEqual(choose("train, test,train"), ["train,test", "a.mp4", "b.mp4"]);
    const refused = (asked: string, text: string) =>
      assertRefused(() => Promise.resolve().then(() => choose(asked)), {
        code: "SPLIT_UNKNOWN",
        text,
      });
    await refused("tst", 'Did you mean "test"?');
    await refused("validation-public", "test, train");
    await refused("train,tst", 'Did you mean "test"?');
    await assertRefused(
      async () => {
        const videos = dataset.videos.map((video) => ({ ...video, split: null }));
        await Promise.resolve(selectSplit({ ...dataset, videos }, "test"));
      },
      { code: "SPLIT_UNKNOWN", text: "The dataset has no splits" },
    );
  }));

Deno.test("the digest depends on every fact of every video", async () => {
  await withFolder(files, async (folder) => {
    const { videos } = await openDataset(folder, { datasetsFolder: folder });
    const hashed = videos.map((video) => ({ ...video, contentHash: "00" }));
    const digest = datasetDigest(hashed);
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.equal(datasetDigest(hashed.values()), digest);
    for (const change of [{ label: null }, { group: "x" }, { split: "x" }, { contentHash: null }]) {
      assert.notEqual(datasetDigest([{ ...hashed[0]!, ...change }, hashed[1]!]), digest);
    }
    assert.notEqual(datasetDigest(hashed.slice(1)), digest);
  });
});
