import type {
  DatasetLayout,
  LayoutListing,
  ListOptions,
} from "../../../src/datasets/layouts/contract.ts";
import { folderTree } from "../../../src/datasets/tree/folder_tree.ts";
import { withFolder } from "../dataset_folder.ts";

/** Lists a folder of these files by a layout. */
export async function listLayout(
  layout: DatasetLayout,
  files: Readonly<Record<string, string>>,
  options: Partial<ListOptions> = {},
): Promise<LayoutListing> {
  let listing: LayoutListing | undefined;
  await withFolder(files, async (folder) => {
    const tree = await folderTree(folder, { followLinks: false });
    listing = await layout.list(tree, { where: {}, labelFile: null, ...options });
  });
  return listing!;
}

/** What a layout recognises in a folder of these files; `null`: nothing. */
export async function recogniseFiles(
  layout: DatasetLayout,
  files: Readonly<Record<string, string>>,
): Promise<string | null> {
  let found: string | null = null;
  await withFolder(files, async (folder) => {
    found = await layout.recognise(await folderTree(folder, { followLinks: false }));
  });
  return found;
}

/** Files without content by these names. */
export function emptyFiles(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}
