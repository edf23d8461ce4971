import { readdir, realpath, stat } from "node:fs/promises";
import type { Dirent } from "node:fs";
import { join, relative } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { inputError } from "../../records/errors.ts";
import type { ClipSource, LeftOut } from "../../records/video.ts";
import { requireRegularFile } from "../../platform/files/regular_file.ts";
import { isFrameName } from "./clip_names.ts";
import type { DatasetTree, TreeEntry } from "./dataset_tree.ts";
import { readLabelBytes } from "./label_bytes.ts";
import { compareNaturally } from "./natural_order.ts";

export interface FolderTreeOptions {
  /** Whether links that lead out of the folder are followed. */
  readonly followLinks: boolean;
}

/** Opens a folder (absolute) as a tree. @throws AssayError DATASET_UNREADABLE (exit 3) */
export async function folderTree(place: string, options: FolderTreeOptions): Promise<DatasetTree> {
  const root = await realpath(place).catch((cause) => {
    throw unreadable(cause);
  });
  return new FolderTree(place, { ...options, root });
}

interface FolderContent {
  /** Sorted. */
  readonly entries: readonly TreeEntry[];
  readonly kinds: ReadonlyMap<string, TreeEntry["kind"]>;
}

class FolderTree implements DatasetTree {
  readonly place: string;
  readonly #root: string;
  readonly #followLinks: boolean;
  readonly #known = new Map<string, Promise<FolderContent>>();
  readonly #leftOut: LeftOut[] = [];
  /** Lists of frames by their text, so that equal ones are held once. */
  readonly #lists = new Map<string, readonly string[]>();

  constructor(place: string, { root, followLinks }: FolderTreeOptions & { readonly root: string }) {
    this.place = place;
    this.#root = root;
    this.#followLinks = followLinks;
  }

  async entries(folder: string): Promise<readonly TreeEntry[]> {
    return (await this.#contentOf(folder)).entries;
  }

  async read(path: string): Promise<Uint8Array | null> {
    if (await this.#kindOf(path) !== "file") return null;
    const file = join(this.place, path);
    await requireRegularFile(file);
    return await readLabelBytes(file);
  }

  async clip(path: string): Promise<ClipSource | null> {
    const kind = await this.#kindOf(path);
    const place = join(this.place, path);
    if (kind === "file") return { kind: "file", path: place };
    if (kind !== "folder") return null;
    const names = (await this.entries(path))
      .filter((entry) => entry.kind === "file" && isFrameName(entry.name))
      .map(({ name }) => name).sort(compareNaturally);
    if (names.length === 0) return null;
    const text = names.join("/");
    let list = this.#lists.get(text);
    if (list === undefined) this.#lists.set(text, list = names);
    return { kind: "frames", folder: place, names: list };
  }

  leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  async #kindOf(path: string): Promise<TreeEntry["kind"] | null> {
    const slash = path.lastIndexOf("/");
    const folder = slash === -1 ? "" : path.slice(0, slash);
    const name = path.slice(slash + 1);
    return (await this.#contentOf(folder)).kinds.get(name) ?? null;
  }

  #contentOf(folder: string): Promise<FolderContent> {
    let content = this.#known.get(folder);
    if (content === undefined) {
      content = this.#readFolder(folder).then((entries) => ({
        entries,
        kinds: new Map(entries.map(({ name, kind }) => [name, kind])),
      }));
      this.#known.set(folder, content);
    }
    return content;
  }

  async #readFolder(folder: string): Promise<readonly TreeEntry[]> {
    if (folder !== "" && await this.#kindOf(folder) !== "folder") return [];
    const found = await readdir(join(this.place, folder), { withFileTypes: true }).catch(
      (cause) => {
        throw unreadable(cause);
      },
    );
    const entries: TreeEntry[] = [];
    for (const entry of found) {
      if (entry.name.startsWith(".")) continue;
      const kind = await this.#kindOfEntry(entry, folder);
      if (kind !== null) entries.push({ name: entry.name, kind });
    }
    return entries.sort((a, b) => compareCodePoints(a.name, b.name));
  }

  /** @returns `null`: neither file nor folder, such as a socket */
  async #kindOfEntry(entry: Dirent, folder: string): Promise<TreeEntry["kind"] | null> {
    if (entry.isFile()) return "file";
    if (entry.isDirectory()) return "folder";
    if (!entry.isSymbolicLink()) return null;
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const path = join(this.place, name);
    const real = await realpath(path).catch(() => null);
    if (real === null) return this.#leave(name, "broken_link");
    if (!this.#followLinks && !isInside(this.#root, real)) return this.#leave(name, "link");
    const target = await stat(real);
    if (target.isFile()) return "file";
    // A link to a folder that holds it would never end.
    const isCircle = isInside(real, await realpath(join(this.place, folder)));
    return target.isDirectory() && !isCircle ? "folder" : null;
  }

  #leave(name: string, reason: LeftOut["reason"]): "left_out" {
    this.#leftOut.push({ name, reason });
    return "left_out";
  }
}

function isInside(root: string, real: string): boolean {
  const way = relative(root, real);
  return way !== ".." && !way.startsWith("../");
}

function unreadable(cause: unknown) {
  return inputError("DATASET_UNREADABLE", {
    what: "the dataset's folder or a folder in it cannot be read",
    remedy: "Check that it exists and that you may read it",
    cause,
  });
}
