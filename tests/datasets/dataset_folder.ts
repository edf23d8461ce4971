import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { findVideos, type FoundVideos } from "../../src/datasets/find_videos.ts";
import type { DatasetLayout, ListOptions } from "../../src/datasets/layouts/contract.ts";
import { folderTree } from "../../src/datasets/tree/folder_tree.ts";
import { AssayError } from "../../src/records/errors.ts";

/** Runs `test` with a folder of these files, which is removed afterwards; videos may be empty here. */
export async function withFolder(
  files: Readonly<Record<string, string>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "assay-test-" });
  const folder = join(parent, "dataset");
  try {
    await Deno.mkdir(folder);
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), content);
    }
    await test(folder);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** Asserts an error of exit code 3, or 2 for a wrong use, with this code and, in its one line, this text. */
export async function assertRefused(
  action: () => Promise<unknown>,
  { code, text = "" }: { readonly code: string; readonly text?: string },
): Promise<void> {
  await assert.rejects(action, (error) => {
    assert.ok(error instanceof AssayError, String(error));
    assert.deepEqual([error.code, error.exitCode], [code, code === "USAGE" ? 2 : 3]);
    assert.ok(error.message.includes(text), error.message);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

/** Lists a folder by a layout, and finds the videos. */
export async function listFolder(
  layout: DatasetLayout,
  folder: string,
  { where = {}, labelFile = null }: Partial<ListOptions> = {},
): Promise<FoundVideos> {
  const tree = await folderTree(folder, { followLinks: false });
  const { videos } = await layout.list(tree, { where, labelFile });
  return await findVideos(tree, videos);
}
