import { deepEqual as same } from "node:assert/strict";
import { join } from "node:path";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { filesIn } from "./files_in.ts";
import { assertRefused, withFolder } from "../dataset_folder.ts";

Deno.test("regular files in the folder count, by themselves, below a folder and through links that stay", () =>
  withFolder({ "a.mp4": "", "deep/b.mp4": "", "other/c.mp4": "" }, async (folder) => {
    await Deno.symlink("a.mp4", join(folder, "link.mp4"));
    await Deno.symlink("deep", join(folder, "way"));
    await Deno.symlink("/etc", join(folder, "out"));
    await Deno.symlink("/etc/passwd", join(folder, "leak.mp4"));
    await Deno.symlink("nowhere", join(folder, "torn.mp4"));
    const tree = await folderTree(folder, { followLinks: false });
    const names = [
      ...["a.mp4", "deep/b.mp4", "link.mp4", "way/b.mp4", "other", "deep/a.mp4"],
      ...["leak.mp4", "torn.mp4", "out/passwd", "no/x.mp4", "gone.mp4", "a.mp4/x.mp4"],
    ];
    const found = [];
    for (const name of names) if (await tree.clip(name) !== null) found.push(name);
    same(found, ["a.mp4", "deep/b.mp4", "link.mp4", "way/b.mp4"]);
  }));

/** All files of a tree. */
async function filesOf(place: string, followLinks: boolean): Promise<readonly string[]> {
  return await filesIn(await folderTree(place, { followLinks }));
}

Deno.test("links out are followed on request, also to folders", () =>
  withFolder({ "mine/a.mp4": "", "other/b.mp4": "", "other/deep/c.mp4": "" }, async (top) => {
    const mine = join(top, "mine");
    await Deno.symlink(join(top, "other"), join(mine, "more"));
    await Deno.symlink("../other/b.mp4", join(mine, "out.mp4"));
    same(await filesOf(mine, false), ["a.mp4"]);
    same(await filesOf(mine, true), ["a.mp4", "more/b.mp4", "more/deep/c.mp4", "out.mp4"]);
  }));

Deno.test("links in a circle end, wherever they lead", () =>
  withFolder({ "mine/a/x.mp4": "", "mine/b/y.mp4": "", "other/z.mp4": "" }, async (top) => {
    const mine = join(top, "mine");
    await Deno.symlink("../b", join(mine, "a", "b"));
    await Deno.symlink("../a", join(mine, "b", "a"));
    await Deno.symlink(".", join(mine, "self"));
    await Deno.symlink("loop", join(mine, "loop"));
    await Deno.symlink(top, join(mine, "above"));
    await Deno.symlink(join(top, "other"), join(mine, "other"));
    await Deno.symlink(mine, join(top, "other", "back"));
    const inside = ["a/b/y.mp4", "a/x.mp4", "b/a/x.mp4", "b/y.mp4"];
    same(await filesOf(mine, false), inside);
    same(await filesOf(mine, true), [...inside, "other/z.mp4"]);
  }));

Deno.test("what is left out is listed, sorted, with its reason; a link to a text or into a circle is not", () =>
  withFolder({ "mine/a.mp4": "", "other/b.mp4": "", "notes.txt": "" }, async (top) => {
    const mine = join(top, "mine");
    await Deno.symlink("gone", join(mine, "z"));
    await Deno.symlink("../other", join(mine, "more"));
    await Deno.symlink("../notes.txt", join(mine, "notes.txt"));
    await Deno.symlink("../other/b.mp4", join(mine, "b.mp4"));
    await Deno.symlink(".", join(mine, "self"));
    const tree = await folderTree(mine, { followLinks: false });
    await tree.entries("");
    same(tree.leftOut(), [
      { name: "b.mp4", reason: "link" },
      { name: "more", reason: "link" },
      { name: "z", reason: "broken_link" },
    ]);
  }));

Deno.test("a folder in the place of labels is refused; nothing there is nothing", () =>
  withFolder({ "labels.csv/x": "", "a.mp4": "" }, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    same(await tree.read("gone.csv"), null);
    await assertRefused(() => tree.read("labels.csv"), { code: "NOT_A_FILE", text: "a folder" });
  }));
