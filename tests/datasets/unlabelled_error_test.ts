import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { openDatasets } from "../../src/datasets/open_datasets.ts";
import { unlabelledError, withHints } from "../../src/datasets/unlabelled_error.ts";
import { plainQuery } from "../../src/records/dataset_query.ts";
import { AssayError } from "../../src/records/errors.ts";
import { withFolder } from "./dataset_folder.ts";

const NOWHERE = { datasetsFolder: "/nowhere" };

/** The refusal of a folder in which nothing is labelled. */
async function refusal(folder: string, split: string | null = null): Promise<AssayError> {
  const whole = await openDataset(folder, NOWHERE);
  const videos = whole.videos.filter((video) => split === null || video.split === split);
  return await unlabelledError({ ...whole, videos }, { whole, split, ...NOWHERE });
}

/** The flags that a remedy proposes, each set as a shell would split it. */
function proposals({ remedy }: AssayError): readonly (readonly string[])[] {
  const quoted = [...remedy.matchAll(/`(--(?!allow)[^`]+)`/g)].map(([, flags]) => flags!);
  return quoted.map((flags) =>
    (flags.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""))
  );
}

/** Opens what a proposal says. @returns the labels by name */
async function follow(flags: readonly string[], place: string) {
  const valuesOf = (name: string) => flags.filter((_, i) => flags[i - 1] === name);
  const places = valuesOf("--dataset");
  const { videos } = await openDatasets(
    (places.length === 0 ? [place] : places).map((one) => ({
      ...plainQuery(one),
      layout: valuesOf("--layout")[0] ?? null,
      root: valuesOf("--root")[0] ?? null,
      followLinks: flags.includes("--follow-links"),
    })),
    NOWHERE,
  );
  return Object.fromEntries(videos.map(({ id, label }) => [id, label]));
}

const METADATA = (name: string, label: string) => JSON.stringify({ [name]: { label } });

Deno.test("labels in folders below are named, and the flags that read all of them", () =>
  withFolder({
    ...{ "x y/a.mp4": "", "x y/labels.csv": "filename,label\na.mp4,REAL\n" },
    ...{ "z/deep/b.mp4": "", "z/deep/labels.csv": "filename,label\nb.mp4,FAKE\n" },
  }, async (folder) => {
    const error = await refusal(folder);
    assert.deepEqual([error.code, error.exitCode], ["DATASET_UNLABELLED", 3]);
    assert.match(error.what, /none of the 2 chosen videos of .* has a label, but there is/);
    assert.match(
      error.what,
      /`labels\.csv` in 2 folders \(`x y`, `z\/deep`\), which is the layout table/,
    );
    assert.match(error.remedy, /or go on without labels with `--allow-unlabelled`\.$/);
    const [flags] = proposals(error);
    const labels = Object.values(await follow(flags!, folder));
    assert.deepEqual(labels.toSorted(), ["FAKE", "REAL"]);
  }));

Deno.test("a file of labels by another name is found, also in a folder of its own or beside the videos", async () => {
  const table = "filename,label\na.mp4,FAKE\n";
  const found = async (files: Readonly<Record<string, string>>, videos: string) => {
    let labels: unknown = null;
    await withFolder(
      { ...files, "notes.json": "[1]", "other.csv": "x,y\n1,2\n" },
      async (folder) => {
        const place = join(folder, videos);
        const [flags] = proposals(await refusal(place));
        labels = await follow(flags!, place);
      },
    );
    return labels;
  };
  const json = { "a.mp4": "", "my truth.json": METADATA("a.mp4", "FAKE") };
  assert.deepEqual(await found(json, ""), { "a.mp4": "FAKE" });
  assert.deepEqual(await found({ "a.mp4": "", "lists/all.csv": table }, ""), { "a.mp4": "FAKE" });
  assert.deepEqual(await found({ "v/a.mp4": "", "all.csv": table }, "v"), { "v/a.mp4": "FAKE" });
  assert.deepEqual(
    await found({ "v/a.mp4": "", "all.csv": "filename,label\nv/a.mp4,REAL\n" }, "v"),
    { "v/a.mp4": "REAL" },
  );
});

Deno.test("labels in the folder around are found, if they are about the folder's videos", async () => {
  const labels = METADATA("v/a.mp4", "REAL");
  await withFolder({ "v/a.mp4": "", "metadata.json": labels }, async (folder) => {
    const [flags] = proposals(await refusal(join(folder, "v")));
    assert.deepEqual(await follow(flags!, folder), { "v/a.mp4": "REAL" });
  });
  const others = METADATA("b.mp4", "REAL");
  await withFolder({ "v/a.mp4": "", "b.mp4": "", "metadata.json": others }, async (folder) => {
    const error = await refusal(join(folder, "v"));
    assert.match(error.what, /the only chosen video .* has no label, and nothing in or around it/);
    assert.deepEqual(proposals(error).filter(([flag]) => flag === "--dataset"), []);
  });
});

Deno.test("labels behind a link that leads out are read with --follow-links", () =>
  withFolder({ "v/x/a.mp4": "", "away/a.mp4": "" }, async (folder) => {
    const place = join(folder, "v");
    await Deno.symlink(join(folder, "away"), join(place, "real"));
    await Deno.symlink(join(folder, "away"), join(place, "fake"));
    const error = await refusal(place);
    assert.match(error.what, /`fake`, a link that leads out of the folder/);
    const [flags] = proposals(error);
    assert.deepEqual(flags, ["--follow-links"]);
    const { "real/a.mp4": real, "fake/a.mp4": fake } = await follow(flags!, place);
    assert.deepEqual([real, fake], ["REAL", "FAKE"]);
  }));

Deno.test("without any labels the remedy says where to write them, and that works", () =>
  withFolder({ "a.mp4": "" }, async (folder) => {
    const { remedy } = await refusal(folder);
    const [, place] = /Write them as columns filename,label into (\S+) /.exec(remedy)!;
    await Deno.writeTextFile(place!, "filename,label\na.mp4,FAKE\n");
    assert.equal((await openDataset(folder, NOWHERE)).videos[0]!.label, "FAKE");
  }));

Deno.test("where other splits have labels, these are proposed", () =>
  withFolder({
    ...{ "a.mp4": "", "b.mp4": "" },
    "labels.csv": "filename,label,split\na.mp4,,test\nb.mp4,REAL,train\n",
  }, async (folder) => {
    const error = await refusal(folder, "test");
    assert.match(error.what, /has no label, but 1 other video of it does/);
    assert.match(error.remedy, /Choose others with `--split train` or `--split all`/);
  }));

Deno.test("a folder without videos of its own names where labelled ones are", () =>
  withFolder(
    { "notes.txt": "", "labels.csv": "filename,label\ngone.mp4,REAL\n" },
    async (folder) => {
      await Deno.mkdir(join(folder, "v"));
      await Deno.writeTextFile(join(folder, "v", "a.mp4"), "");
      await Deno.writeTextFile(join(folder, "v", "labels.csv"), "filename,label\na.mp4,REAL\n");
      const query = { ...plainQuery(folder), ...NOWHERE };
      const error = await openDatasets([query], NOWHERE).catch((thrown) =>
        withHints(thrown, query)
      );
      assert.ok(error instanceof AssayError);
      assert.equal(error.code, "DATASET_EMPTY");
      const [flags] = proposals(error);
      assert.deepEqual(await follow(flags!, folder), { "a.mp4": "REAL" });
      const other = new Error("another");
      assert.equal(await withHints(other, query), other);
    },
  ));
