import { deepEqual as same, equal, match } from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { openVideos } from "../../src/datasets/open_videos.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

const OPTIONS = { followLinks: false };

async function idsOf(...places: readonly string[]): Promise<readonly string[]> {
  return (await openVideos(places, OPTIONS)).videos.map(({ id }) => id);
}

Deno.test("videos of one folder are named by their paths in it, whatever labels lie beside them", () =>
  withFolder({
    "a.mp4": "",
    "below/b.MOV": "",
    "metadata.json": "{",
    "labels.csv": "no,columns",
    "labels/c.mp4": "",
  }, async (folder) => {
    const { name, folder: top, layout, videos } = await openVideos([folder], OPTIONS);
    same([name, top, layout], ["dataset", folder, "unlabelled"]);
    same(videos.map(({ id }) => id), ["a.mp4", "below/b.MOV", "labels/c.mp4"]);
    same(videos.map(({ label, group, split }) => [label, group, split]), [
      [null, "a.mp4", null],
      [null, "below/b.MOV", null],
      [null, "labels/c.mp4", null],
    ]);
    same(videos[1]!.source, { kind: "file", path: join(folder, "below/b.MOV") });
  }));

Deno.test("every extension of a video is taken", () => {
  const names = ["a.mp4", "a.wmv", "a.3gp", "a.flv", "a.vob", "a.mts", "a.ts", "a.mpg", "a.ogv"];
  const files = Object.fromEntries(names.map((name) => [name, ""]));
  return withFolder(files, async (folder) => same(await idsOf(folder), names.toSorted()));
});

Deno.test("files are named by their file names when these are unique, else by their paths below what they share", () =>
  withFolder({ "x/a.mp4": "", "x/b.mp4": "", "y/a.mp4": "", "c.mp4": "" }, async (folder) => {
    const at = (name: string) => join(folder, name);
    same(await idsOf(at("x/a.mp4")), ["a.mp4"]);
    same(await idsOf(at("x/b.mp4"), at("y/a.mp4")), ["a.mp4", "b.mp4"]);
    same(await idsOf(at("x/a.mp4"), at("y/a.mp4")), ["x/a.mp4", "y/a.mp4"]);
    same(await idsOf(at("x/a.mp4"), at("x/b.mp4"), at("x/./a.mp4")), ["a.mp4", "b.mp4"]);
    same(await idsOf(at("x"), at("y")), ["x/a.mp4", "x/b.mp4", "y/a.mp4"]);
    same(await idsOf(at("x"), at("c.mp4")), ["c.mp4", "x/a.mp4", "x/b.mp4"]);
    const { name } = await openVideos([at("x/a.mp4")], OPTIONS);
    equal(name, "a.mp4");
  }));

Deno.test("a video that is given twice, by itself and by its folder, is scored once, and that is said", () =>
  withFolder({ "x/a.mp4": "" }, async (folder) => {
    const { videos, notes } = await openVideos(
      [join(folder, "x"), join(folder, "x/a.mp4")],
      OPTIONS,
    );
    same(videos.map(({ id }) => id), ["a.mp4"]);
    match(notes.join(), /^1 video is given more than once and scored once\.$/);
  }));

Deno.test("patterns that the shell left alone are matched, and a file of such a name is itself", () =>
  withFolder(
    { "a1.mp4": "", "a2.mp4": "", "b.mp4": "", "labels.csv": "", "[x].mp4": "" },
    async (folder) => {
      same(await idsOf(join(folder, "a*.mp4")), ["a1.mp4", "a2.mp4"]);
      same(await idsOf(join(folder, "?.mp4")), ["b.mp4"]);
      same(await idsOf(join(folder, "[x].mp4")), ["[x].mp4"]);
      const { videos, notes } = await openVideos([join(folder, "*")], OPTIONS);
      equal(videos.length, 4);
      same(notes, ["A file of text is not scored: labels.csv."]);
      await assertRefused(() => openVideos([join(folder, "z*")], OPTIONS), {
        code: "DATASET_MISSING",
        text: "no file or folder matches",
      });
    },
  ));

Deno.test("a file that is named is tried whatever its extension", () =>
  withFolder({ "clip.bin": "", "noextension": "" }, async (folder) => {
    same(await idsOf(join(folder, "clip.bin"), join(folder, "noextension")), [
      "clip.bin",
      "noextension",
    ]);
  }));

Deno.test("a folder of pictures alone is one video", () =>
  withFolder({ "seq/10.png": "", "seq/9.png": "" }, async (folder) => {
    const { videos } = await openVideos([join(folder, "seq")], OPTIONS);
    same(videos.map(({ id, source }) => ({ id, source })), [{
      id: "seq",
      source: { kind: "frames", folder: join(folder, "seq"), names: ["9.png", "10.png"] },
    }]);
  }));

Deno.test("folders of pictures are videos where no video file lies beside them", () =>
  withFolder({ "a/1.png": "", "b/c/1.jpg": "", "b/c/2.jpg": "" }, async (folder) => {
    same(await idsOf(folder), ["a", "b/c"]);
    await Deno.writeTextFile(join(folder, "x.mp4"), "");
    same(await idsOf(folder), ["x.mp4"]);
  }));

Deno.test("links that lead out are followed only when that is asked for", () =>
  withFolder({ "in/a.mp4": "", "out/b.mp4": "" }, async (folder) => {
    symlinkSync(join(folder, "out"), join(folder, "in", "more"));
    const { videos, leftOut } = await openVideos([join(folder, "in")], OPTIONS);
    same([videos.length, leftOut], [1, [{ name: "more", reason: "link" }]]);
    const all = await openVideos([join(folder, "in")], { followLinks: true });
    same(all.videos.map(({ id }) => id), ["a.mp4", "more/b.mp4"]);
  }));

Deno.test("what is not there is refused with the name that was probably meant", () =>
  withFolder({ "clip.mp4": "", "empty/notes.txt": "" }, async (folder) => {
    await assertRefused(() => openVideos([join(folder, "clpi.mp4")], OPTIONS), {
      code: "DATASET_MISSING",
      text: `Did you mean "${join(folder, "clip.mp4")}"?`,
    });
    symlinkSync("/etc", join(folder, "empty", "more"));
    await assertRefused(() => openVideos([join(folder, "empty")], OPTIONS), {
      text: "links that lead out of it are not followed. Give --follow-links",
      code: "DATASET_EMPTY",
    });
  }));

Deno.test("an archive that is compressed as a whole is refused with what to do, not scored as a video", () =>
  withFolder({ "a.tgz": "", "b.7z": "" }, async (folder) => {
    for (const name of ["a.tgz", "b.7z"]) {
      await assertRefused(() => openVideos([join(folder, name)], OPTIONS), {
        code: "DATASET_COMPRESSED",
        text: "zip -0",
      });
    }
  }));
