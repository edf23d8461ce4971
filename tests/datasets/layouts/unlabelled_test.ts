import assert from "node:assert/strict";
import { join } from "node:path";
import { unlabelled } from "../../../src/datasets/layouts/unlabelled.ts";
import { assertRefused, listFolder, withFolder } from "../dataset_folder.ts";

Deno.test("videos at any depth are found; hidden files and other kinds are not", () =>
  withFolder({
    "a.MP4": "",
    "deep/er/b.webm": "",
    "c.mov": "",
    "notes.txt": "",
    ".hidden.mp4": "",
    ".cache/d.mp4": "",
    "mp4": "",
  }, async (folder) => {
    const { videos, missing } = await listFolder(unlabelled, folder);
    assert.deepEqual(videos.map(({ id, label, group, split }) => [id, label, group, split]), [
      ["a.MP4", null, "a.MP4", null],
      ["c.mov", null, "c.mov", null],
      ["deep/er/b.webm", null, "deep/er/b.webm", null],
    ]);
    assert.deepEqual(missing, []);
  }));

Deno.test("a folder that cannot be read is refused in one line", () =>
  withFolder(
    {},
    (folder) =>
      assertRefused(() => listFolder(unlabelled, join(folder, "absent")), {
        code: "DATASET_UNREADABLE",
        text: `the folder ${join(folder, "absent")} cannot be read`,
      }),
  ));
