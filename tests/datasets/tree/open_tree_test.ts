import { deepEqual as same, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../../src/datasets/open_dataset.ts";
import { openTree, openTrees } from "../../../src/datasets/tree/open_tree.ts";
import { madeTar, madeZip } from "../../platform/archives/made_archives.ts";
import { withFolder } from "../dataset_folder.ts";

const NOT_FOLLOWED = { followLinks: false };

function inArchive(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  test: (path: string) => Promise<void>,
) {
  return withFolder({ [name]: "" }, async (folder) => {
    Deno.writeFileSync(join(folder, name), bytes);
    await test(join(folder, name));
  });
}

Deno.test("an archive's names are its members'; one folder that holds everything is the folder packed", () => {
  const bytes = madeZip([{ name: "set/a.mp4" }, { name: "set/deep/b.mp4" }]);
  return inArchive({ name: "x.ZIP", bytes }, async (path) => {
    const names = async (tree: { entries(folder: string): Promise<readonly { name: string }[]> }) =>
      (await tree.entries("")).map(({ name }) => name);
    same(await names(await openTree(path, NOT_FOLLOWED)), ["set"]);
    same(await Promise.all((await openTrees(path, NOT_FOLLOWED)).map(names)), [
      ["a.mp4", "deep"],
      ["set"],
    ]);
  });
});

Deno.test("an archive is a dataset with the names, labels and tree of its folder", async () => {
  const metadata = JSON.stringify({ "a.mp4": { label: "FAKE", original: "b.mp4" } });
  const bytes = madeTar([{ name: "set/metadata.json", content: metadata }, { name: "set/a.mp4" }]);
  await inArchive({ name: "x.tar", bytes }, async (path) => {
    const dataset = await openDataset(path, { datasetsFolder: "/nowhere" });
    equal(dataset.name, "x");
    equal(dataset.layout, "dfdc");
    same(dataset.videos.map(({ id, label, group }) => ({ id, label, group })), [
      { id: "a.mp4", label: "FAKE", group: "b.mp4" },
    ]);
    equal(dataset.videos[0]!.source.kind, "member");
  });
});

Deno.test("an archive that cannot be read says why, and a compressed one what to do", async () => {
  const encrypted = madeZip([{ name: "a.mp4", content: "a", flags: 1 }]);
  await inArchive(
    { name: "x.zip", bytes: encrypted },
    (path) =>
      rejects(openTree(path, NOT_FOLLOWED), {
        ...{ code: "DATASET_ARCHIVE_BROKEN", exitCode: 3 },
        what: "x.zip cannot be read: it is encrypted.",
      }),
  );
  await inArchive(
    { name: "x.tgz", bytes: new Uint8Array(9) },
    (path) =>
      rejects(openDataset(path, { datasetsFolder: "/nowhere" }), {
        code: "DATASET_COMPRESSED",
        remedy: /zip -0/,
      }),
  );
  const deflated = madeZip([{ name: "set/a.mp4", content: "aaaaaaaaaaaa", deflated: true }]);
  await inArchive(
    { name: "x.zip", bytes: deflated },
    (path) =>
      rejects(openDataset(path, { datasetsFolder: "/nowhere" }), { code: "DATASET_COMPRESSED" }),
  );
});
