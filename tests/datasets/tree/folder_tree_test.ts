import { deepEqual as same } from "node:assert/strict";
import { join } from "node:path";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { withFolder } from "../dataset_folder.ts";

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
