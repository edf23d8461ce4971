import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { datasetWarnings } from "../../src/datasets/dataset_warnings.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { madeZip } from "../platform/archives/made_archives.ts";
import { inFolder } from "../commands/in_folder.ts";

interface Entry {
  readonly label: "REAL" | "FAKE";
  readonly split?: string;
  readonly original?: string;
}

/** Warnings of a DFDC dataset that lists `labels`, with `files` in its folder. */
async function warningsOf(
  folder: string,
  { labels, files }: { labels: Readonly<Record<string, Entry>>; files: readonly string[] },
) {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
  writeFileSync(join(folder, "metadata.json"), JSON.stringify(labels));
  const dataset = await openDataset(folder, { datasetsFolder: folder });
  return datasetWarnings(dataset);
}

const CLEAN = {
  "a.mp4": { label: "REAL", split: "train" },
  "a-fake.mp4": { label: "FAKE", split: "train", original: "a.mp4" },
  "sub/b.mp4": { label: "REAL", split: "test" },
} as const;

Deno.test("a clean dataset gives no warning, whatever else lies in its folder", () =>
  inFolder(async (folder) => {
    const files = [...Object.keys(CLEAN), "notes.txt", ".trash/old.mp4", "a.jpg"];
    assert.deepEqual(await warningsOf(folder, { labels: CLEAN, files }), []);
  }));

Deno.test("links in an archive are reported with a remedy that reads them", () =>
  inFolder(async (folder) => {
    const link = { name: "more.mp4", content: "a.mp4", system: 3, mode: 0o120777 };
    writeFileSync(join(folder, "part.zip"), madeZip([{ name: "x.txt", content: "x" }, link]));
    const files = Object.keys(CLEAN);
    const [warning, ...others] = await warningsOf(folder, { labels: CLEAN, files });
    assert.deepEqual([warning!.kind, others], ["links_left_out", []]);
    assert.match(warning!.sentence, /1 link in an archive .*"more\.mp4"\)\. Unpack the archive/);
  }));

Deno.test("missing and unlisted files are reported by name", () =>
  inFolder(async (folder) => {
    const files = ["a.mp4", "a-fake.mp4", "z.mp4", "sub/extra.MOV"];
    const [missing, unlisted, ...others] = await warningsOf(folder, { labels: CLEAN, files });
    assert.deepEqual(others, []);
    assert.deepEqual([missing!.kind, missing!.count, missing!.examples], [
      ...["missing_files", 1, ["sub/b.mp4"]],
    ]);
    assert.match(
      missing!.sentence,
      /1 video is listed in the labels but not on disk .*"sub\/b\.mp4"/,
    );
    assert.deepEqual([unlisted!.kind, unlisted!.count, unlisted!.examples], [
      ...["unlisted_files", 2, ["sub/extra.MOV", "z.mp4"]],
    ]);
    assert.match(unlisted!.sentence, /2 videos .* not in its labels and left out/);
  }));

Deno.test("videos that a layout leaves out on purpose are not reported, others beside them are", () =>
  inFolder(async (folder) => {
    const files = [
      ...["end_to_end/000_M101.mp4", "other/a.mp4"].map((name) => `manipulated_videos/${name}`),
      "source_videos/M101/light_down/M101_light_down.mp4",
    ];
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), file);
    }
    const dataset = await openDataset(folder, { datasetsFolder: folder });
    const warnings = datasetWarnings(dataset);
    assert.deepEqual(warnings.map(({ kind, examples }) => [kind, examples]), [
      ["unlisted_files", ["manipulated_videos/other/a.mp4"]],
    ]);
  }));

Deno.test("what is left out is reported kind by kind, and the remedies work", () =>
  inFolder(async (folder) => {
    const [mine, other] = [join(folder, "mine"), join(folder, "other")];
    for (const place of [mine, other]) mkdirSync(place);
    writeFileSync(join(mine, "a.mp4"), "a");
    writeFileSync(join(mine, "clip.GIF"), "a");
    writeFileSync(join(other, "b.mp4"), "b");
    symlinkSync(other, join(mine, "more"));
    symlinkSync(join(other, "b.mp4"), join(mine, "out.mp4"));
    symlinkSync("/etc/hostname", join(mine, "notes.txt"));
    symlinkSync("nowhere", join(mine, "torn.mp4"));
    const open = (followLinks: boolean) =>
      openDataset(mine, { datasetsFolder: folder, followLinks });
    const sentences = datasetWarnings(await open(false)).map(({ sentence }) => sentence);
    assert.deepEqual(sentences, [
      '2 links that lead out of the dataset\'s folder are left out (the first is "more"). ' +
      "Pass --follow-links to read what they lead to.",
      '1 broken link is left out (the first is "torn.mp4"): what it leads to is missing. ' +
      "Put the files themselves in their place.",
      '1 file is left out (the first is "clip.GIF"): .gif is not read as video. ' +
      "Convert them to .mp4 or .mkv.",
    ]);
    const followed = await open(true);
    assert.deepEqual(followed.videos.map(({ id }) => id), ["a.mp4", "more/b.mp4", "out.mp4"]);
    assert.deepEqual(datasetWarnings(followed).map(({ kind, count }) => [kind, count]), [
      ["links_left_out", 1],
      ["formats_left_out", 1],
    ]);
  }));

Deno.test("a listed video behind a link that leads out is reported as a link, not as absent", () =>
  inFolder(async (folder) => {
    symlinkSync("/etc/hostname", join(folder, "a.mp4"));
    const labels = { "a.mp4": { label: "REAL" }, "b.mp4": { label: "FAKE" } } as const;
    const warnings = await warningsOf(folder, { labels, files: ["b.mp4"] });
    assert.deepEqual(warnings.map(({ kind, examples }) => [kind, examples]), [
      ["links_left_out", ["a.mp4"]],
    ]);
  }));

Deno.test("groups across splits are reported once each", () =>
  inFolder(async (folder) => {
    const labels = {
      ...CLEAN,
      "a-late.mp4": { label: "FAKE", split: "test", original: "a.mp4" },
      "b-fake.mp4": { label: "FAKE", original: "sub/b.mp4" },
    } as const;
    const warnings = await warningsOf(folder, { labels, files: Object.keys(labels) });
    assert.deepEqual(warnings.map(({ kind, count, examples }) => [kind, count, examples]), [
      ["groups_across_splits", 1, ["a.mp4"]],
    ]);
    assert.match(warnings[0]!.sentence, /"a\.mp4": test, train/);
  }));

Deno.test("a folder without labels has no unlisted videos", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "a.mp4"), "a");
    const dataset = await openDataset(folder, { datasetsFolder: folder });
    assert.deepEqual(datasetWarnings(dataset), []);
  }));

Deno.test("an archive that cannot be read is reported, and the videos beside it are evaluated", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "a.mp4"), "a");
    writeFileSync(join(folder, "labels.csv"), "filename,label\na.mp4,REAL\n");
    writeFileSync(join(folder, "more.zip"), "PK\x03\x04, and then it was cut off");
    const dataset = await openDataset(folder, { datasetsFolder: folder });
    assert.deepEqual(dataset.videos.map(({ id }) => id), ["a.mp4"]);
    assert.deepEqual(datasetWarnings(dataset).map(({ kind, examples }) => [kind, examples]), [
      ["archives_left_out", ["more.zip"]],
    ]);
  }));
