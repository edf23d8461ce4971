import { deepEqual as same, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import type { DatasetTree } from "../../../src/datasets/tree/dataset_tree.ts";
import { openTree } from "../../../src/datasets/tree/open_tree.ts";
import { filesIn } from "./files_in.ts";
import { requireStoredClips } from "../../../src/datasets/tree/compressed_clips.ts";
import { AssayError } from "../../../src/records/errors.ts";
import type { ClipSource } from "../../../src/records/video.ts";
import { madeTar, madeZip, type PackedFile } from "../../platform/archives/made_archives.ts";
import { withFolder } from "../dataset_folder.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Opens a folder of files, some of which are archives. */
async function inTree(files: Files, test: (tree: DatasetTree, folder: string) => Promise<void>) {
  const names = Object.fromEntries(Object.keys(files).map((name) => [name, ""]));
  await withFolder(names, async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      Deno.writeFileSync(join(folder, name), bytes);
    }
    await test(await openTree(folder, { followLinks: false }), folder);
  });
}

/** All files with what a clip of them holds. */
async function contents(tree: DatasetTree): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const path of await filesIn(tree)) found[path] = contentOf(await tree.clip(path));
  return found;
}

function contentOf(source: ClipSource | null): string {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (source?.kind === "file") return text(Deno.readFileSync(source.path));
  if (source?.kind !== "member") return String(source?.kind);
  return text(Deno.readFileSync(source.archive).subarray(source.start, source.end));
}

function zip(...names: readonly string[]): Uint8Array {
  return madeZip(names.map((name) => ({ name, content: `in zip: ${name}` })));
}

Deno.test("members are where they would be unpacked, and have their bytes", () =>
  inTree({
    "a.mp4": "a",
    "part_0.zip": zip("part_0/b.mp4", "part_0/deep/c.mp4"),
    "part_1.tar": madeTar([{ name: "part_1/d.mp4", content: "d" }]),
    "more/x.zip": zip("e.mp4"),
  }, async (tree) => {
    same(await contents(tree), {
      "a.mp4": "a",
      "more/e.mp4": "in zip: e.mp4",
      "part_0/b.mp4": "in zip: part_0/b.mp4",
      "part_0/deep/c.mp4": "in zip: part_0/deep/c.mp4",
      "part_1/d.mp4": "d",
    });
    same(tree.leftOut(), []);
    equal(await tree.clip("part_0/none.mp4"), null);
    equal(await tree.clip("part_0.zip"), null);
  }));

Deno.test("archives that fill the same folders are merged, also with folders that are there", () =>
  inTree({
    "set/real/a.mp4": "a",
    "one.zip": zip("set/real/b.mp4"),
    "two.zip": zip("set/fake/c.mp4"),
  }, async (tree) =>
    same(Object.keys(await contents(tree)), [
      "set/fake/c.mp4",
      "set/real/a.mp4",
      "set/real/b.mp4",
    ])));

Deno.test("members that would meet files, or each other, are under their archive's name", () =>
  inTree({
    "a.mp4": "a",
    "one.zip": zip("a.mp4", "b.mp4"),
    "two.zip": zip("metadata.json", "c.mp4"),
    "three.tar": madeTar([{ name: "metadata.json" }, { name: "d.mp4" }]),
  }, async (tree) =>
    same(Object.keys(await contents(tree)), [
      ...["a.mp4", "one/a.mp4", "one/b.mp4", "three/d.mp4", "three/metadata.json"],
      ...["two/c.mp4", "two/metadata.json"],
    ])));

Deno.test("an archive that lies unpacked beside itself, is damaged or encrypted is left out", () =>
  inTree({
    "part/a.mp4": "a",
    "part.zip": zip("part/a.mp4"),
    "torn.zip": zip("b.mp4").subarray(0, 40),
    "secret.zip": madeZip([{ name: "c.mp4", content: "c", flags: 1 }]),
    "outer.zip": zip("inner/x.zip", "inner/y.tar.gz"),
  }, async (tree) => {
    same(await contents(tree), { "part/a.mp4": "a" });
    same(tree.leftOut().map(({ name, reason }) => `${name} ${reason}`).sort(), [
      "inner/x.zip archive",
      "inner/y.tar.gz archive",
      "part.zip archive",
      "secret.zip archive",
      "torn.zip archive",
    ]);
  }));

Deno.test("compressed videos and archives are left out and refused with what to do; labels are read", async () => {
  const members: readonly PackedFile[] = [
    { name: "metadata.json", content: '{"a.mp4":1}', deflated: true },
    { name: "labels.csv", content: "a,b" },
    { name: "odd.csv", content: "x", method: 93 },
    { name: "a.mp4", content: "a", deflated: true },
    { name: "b.mp4", content: "b" },
  ];
  await inTree({ "x.zip": madeZip(members), "y.tar.gz": "packed" }, async (tree) => {
    const text = async (path: string) => new TextDecoder().decode((await tree.read(path))!);
    equal(await text("metadata.json"), '{"a.mp4":1}');
    equal(await text("labels.csv"), "a,b");
    equal(await tree.read("none.json"), null);
    await rejects(tree.read("odd.csv"), { code: "DATASET_LABELS_BROKEN", exitCode: 3 });
    equal(await tree.clip("a.mp4"), null);
    equal((await tree.clip("b.mp4"))?.kind, "member");
    same(tree.leftOut(), [
      { name: "y.tar.gz", reason: "compressed" },
      { name: "a.mp4", reason: "compressed", archive: "x.zip" },
    ]);
    await rejects(async () => await requireStoredClips(tree.leftOut()), {
      code: "DATASET_COMPRESSED",
      remedy: /zip -0 -r new\.zip folder/,
    });
  });
  requireStoredClips([{ name: "y.tar.gz", reason: "compressed" }]);
});

Deno.test("a checksum that is wrong makes a file of labels unreadable", () => {
  const archive = zip("labels.csv");
  archive[archive.indexOf(0x3a)] = 0x3b; // the colon of its content
  return inTree(
    { "x.zip": archive },
    (tree) => rejects(tree.read("labels.csv"), { code: "DATASET_LABELS_BROKEN" }),
  );
});

Deno.test("pictures in a folder of an archive are a clip, in natural order; loose ones get a folder", () =>
  inTree({
    "frames.tar": madeTar([10, 9, 1].map((i) => ({ name: `seq/${i}.png`, content: `${i}` }))),
    "loose.zip": zip("0.png", "1.png"),
  }, async (tree, folder) => {
    const source = await tree.clip("seq");
    const bytes = Deno.readFileSync(join(folder, "frames.tar"));
    const spans = source?.kind === "member_frames" ? source.spans : [];
    same(spans.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end))), [
      "1",
      "9",
      "10",
    ]);
    equal((await tree.clip("loose"))?.kind, "member_frames");
    same(Object.keys(await contents(tree)).slice(0, 2), ["loose/0.png", "loose/1.png"]);
  }));

Deno.test("frames of one video in two places are refused rather than cut short", () =>
  inTree({
    "a.zip": zip("v/0.png", "v/1.png", "w/0.png"),
    "b.zip": zip("v/2.png"),
    "w/1.png": "",
  }, async (tree) => {
    const refused = (path: string, text: string) =>
      rejects(
        () => tree.clip(path),
        (error) =>
          error instanceof AssayError && error.exitCode === 3 && error.message.includes(text),
      );
    await refused("v", 'the frames of "v" lie in a.zip and in b.zip. Unpack them into one folder');
    await refused("w", "lie in its folder and in a.zip");
  }));
