import assert from "node:assert/strict";
import { join } from "node:path";
import type { DatasetLayout } from "../../../src/datasets/layouts/contract.ts";
import {
  datasetLayouts,
  type LayoutName,
  LAYOUTS,
} from "../../../src/datasets/layouts/registry.ts";
import type { FoundVideos } from "../../../src/datasets/find_videos.ts";
import { fileClip } from "../../../src/records/clip_source.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { findVideos } from "../../../src/datasets/find_videos.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";
import { MINIATURE_TREES, type MiniatureTree } from "./miniature_trees.ts";

async function recognised(layout: DatasetLayout, folder: string): Promise<boolean> {
  return await layout.recognise(await folderTree(folder, { followLinks: false })) !== null;
}

/** The labels that list these names, in the layouts that can list any; a new one like that gets an entry. */
const LABELS = {
  dfdc: (names) => ({
    "metadata.json": JSON.stringify(
      Object.fromEntries(names.map((name) => [name, { label: "REAL" }])),
    ),
  }),
  table: (names) => ({
    "labels.csv": "filename,label\n" +
      names.map((name) => `"${name.replaceAll('"', '""')}",REAL\n`).join(""),
  }),
  unlabelled: () => ({}),
} satisfies Partial<Record<LayoutName, (names: readonly string[]) => Record<string, string>>>;

function ids({ videos }: FoundVideos): string[] {
  return videos.map(({ id }) => id);
}

for (const [name, labelsOf] of Object.entries(LABELS)) {
  const layout = datasetLayouts[name as keyof typeof LABELS];
  const folderOf = (names: readonly string[], present = names) => ({
    ...labelsOf(names),
    ...Object.fromEntries(present.map((file) => [file, ""])),
  });

  Deno.test(`${name}: videos are sorted by code point, whatever their names`, async () => {
    const names = ["ünï.mp4", "a b.mp4", "Z.mp4", "-i.mp4", "a:b.mp4", "q'u\"o,te.mp4", "n\nl.mp4"];
    const more = ["%03d.mp4", "sub/folder/x.mp4", "a/b.mp4", "a.mp4", "😀.mp4", "ｚ.mp4"];
    await withFolder(folderOf([...names, ...more]), async (folder) => {
      assert.ok(await recognised(layout, folder));
      const listing = await listFolder(layout, folder);
      const sorted = [...names, ...more].toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
      assert.deepEqual(ids(listing), sorted);
      assert.deepEqual(listing.missing, []);
      for (const { id, source } of listing.videos) {
        assert.deepEqual(source, fileClip(join(folder, id)));
      }
    });
  });

  Deno.test(`${name}: a link that leads out of the folder is not followed`, () =>
    withFolder(folderOf(["in.mp4", "out.mp4", "link.mp4"], ["in.mp4"]), async (folder) => {
      await Deno.writeTextFile(join(folder, "..", "secret.mp4"), "");
      await Deno.symlink(join(folder, "..", "secret.mp4"), join(folder, "out.mp4"));
      await Deno.symlink("in.mp4", join(folder, "link.mp4"));
      const listing = await listFolder(layout, folder);
      assert.deepEqual(ids(listing), ["in.mp4", "link.mp4"]);
      assert.deepEqual(listing.missing, layout.labels === null ? [] : ["out.mp4"]);
      assert.deepEqual(listing.leftOut, [{ name: "out.mp4", reason: "link" }]);
    }));

  Deno.test(`${name}: a folder named like a video is not a video`, () =>
    withFolder(
      folderOf(["dir.mp4", "real.mp4"], ["dir.mp4/inside.txt", "real.mp4"]),
      async (folder) => {
        assert.deepEqual(ids(await listFolder(layout, folder)), ["real.mp4"]);
      },
    ));
}

Deno.test("a layout without labels is tried after all that have some, wherever it stands in the table", () => {
  const unlabelled = LAYOUTS.map((name) => datasetLayouts[name].labels === null);
  assert.deepEqual(unlabelled, unlabelled.toSorted());
  assert.deepEqual(LAYOUTS.toSorted(), Object.keys(datasetLayouts).toSorted());
});

for (const [name, layout] of Object.entries<DatasetLayout>(datasetLayouts)) {
  Deno.test(`${name}: an empty folder is not recognised`, () =>
    withFolder({}, async (folder) => assert.ok(!await recognised(layout, folder))));

  if (layout.labels === null) continue;
  Deno.test(`${name}: videos without its labels are not recognised`, () =>
    withFolder({ "a.mp4": "", "sub/b.mp4": "" }, async (folder) => {
      assert.ok(!await recognised(layout, folder));
    }));
}

const LABELLED = LAYOUTS.filter((name) => datasetLayouts[name].labels !== null);

for (const name of LABELLED) {
  const miniature = MINIATURE_TREES[name];

  Deno.test(`${name}: its miniature tree is recognised by it and by no other layout with labels`, () => {
    assert.ok(miniature !== undefined, "a layout with labels has an entry in miniature_trees.ts");
    return withFolder(miniature.files, async (folder) => {
      const found = [];
      for (const other of LABELLED) {
        if (await recognised(datasetLayouts[other], folder)) found.push(other);
      }
      assert.deepEqual(found, miniature.labelFile === undefined ? [name] : []);
    });
  });

  if (miniature === undefined) continue;
  Deno.test(`${name}: label, group, split and tags of its miniature tree are as described`, () =>
    withFolder(miniature.files, (folder) => assertListed({ name, folder }, miniature)));

  Deno.test(`${name}: its labels and lists may be UTF-16, as programs on Windows write it`, () =>
    withFolder(miniature.files, async (folder) => {
      for (const [file, text] of Object.entries(miniature.files)) {
        if (text !== "") await Deno.writeFile(join(folder, file), utf16(text));
      }
      const tree = await folderTree(folder, { followLinks: false });
      const isNamed = miniature.labelFile !== undefined;
      assert.equal(await datasetLayouts[name].recognise(tree) === null, isNamed);
      await assertListed({ name, folder }, miniature);
    }));
}

/** Asserts that a layout reads from a folder what the miniature tree says. */
async function assertListed(
  { name, folder }: { readonly name: LayoutName; readonly folder: string },
  { where = {}, labelFile, videos, missing = [], groups, groupSpace }: MiniatureTree,
): Promise<void> {
  const tree = await folderTree(folder, { followLinks: false });
  const listing = await datasetLayouts[name].list(tree, {
    where,
    labelFile: labelFile === undefined ? null : join(folder, labelFile),
  });
  const found = await findVideos(tree, listing.videos);
  const facts = found.videos.map(({ id, label, group, split, tags }) =>
    [id, [label, group, split, tags]] as const
  );
  assert.deepEqual(Object.fromEntries(facts), videos);
  assert.deepEqual(found.missing, missing);
  assert.deepEqual([listing.groups.kind, listing.groupSpace], [groups, groupSpace]);
}

/** With a byte order mark. */
function utf16(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`\ufeff${text}`, "utf16le"));
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("labels larger than a text may be are refused by name, before they are read", async () => {
  for (const [layout, name] of [["dfdc", "metadata.json"], ["table", "labels.csv"]] as const) {
    await withFolder({ [name]: "" }, async (folder) => {
      await Deno.truncate(join(folder, name), 600_000_000); // a hole: it takes no room
      await assertRefused(() => listFolder(datasetLayouts[layout], folder), {
        code: "DATASET_LABELS_TOO_LARGE",
        text: `${name} has 600 MB`,
      });
    });
  }
});
