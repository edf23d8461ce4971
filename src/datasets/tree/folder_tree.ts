import { readdir, realpath, stat } from "node:fs/promises";
import type { Dirent } from "node:fs";
import { join, relative } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { shellWord } from "../../base/text/shell_word.ts";
import { inputError } from "../../records/errors.ts";
import type { ClipSource, LeftOut } from "../../records/video.ts";
import { isArchiveName } from "../../platform/archives/archive_names.ts";
import { isFrameName, isVideoName } from "./clip_names.ts";
import type { DatasetTree, TreeEntry } from "./dataset_tree.ts";
import { readLabelBytes } from "./label_bytes.ts";
import { isLabelName } from "./label_names.ts";
import { pathIn } from "./path_in.ts";
import { compareNaturally } from "../../base/text/compare_naturally.ts";

/** How many entries of a folder are looked at together. */
const AT_ONCE = 64;

/** Files of at most so many bytes are kept when they are read. */
const SMALL = 1_000_000;

export interface FolderTreeOptions {
  /** Whether links that lead out of the folder are followed. */
  readonly followLinks: boolean;
}

/** Opens a folder (absolute) as a tree. @throws AssayError DATASET_UNREADABLE (exit 3) */
export async function folderTree(place: string, options: FolderTreeOptions): Promise<DatasetTree> {
  const root = await realpath(place).catch((cause) => {
    throw unreadable(place, cause);
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
  /** Real paths of folders by their paths in the tree. */
  readonly #realPaths = new Map<string, Promise<string>>();
  readonly #leftOut: LeftOut[] = [];
  /** Small files that were read, by path: several layouts look at them. */
  readonly #small = new Map<string, Uint8Array>();
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
    const kind = await this.#kindOf(path);
    if (kind === null) return null;
    if (kind === "left_out") throw linkedLabels(path, this.#leftOut);
    const known = this.#small.get(path);
    if (known !== undefined) return known;
    const bytes = await readLabelBytes(join(this.place, path));
    if (bytes.length <= SMALL) this.#small.set(path, bytes);
    return bytes;
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
    return this.#leftOut.toSorted((a, b) => compareCodePoints(a.name, b.name));
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
        throw unreadable(join(this.place, folder), cause);
      },
    );
    const entries: TreeEntry[] = [];
    const visible = found.filter(({ name }) => !name.startsWith("."));
    for (let from = 0; from < visible.length; from += AT_ONCE) {
      const some = visible.slice(from, from + AT_ONCE);
      const kinds = await Promise.all(some.map((entry) => this.#kindOfEntry(entry, folder)));
      kinds.forEach((kind, i) => entries.push({ name: some[i]!.name, kind }));
    }
    return entries.sort((a, b) => compareCodePoints(a.name, b.name));
  }

  #kindOfEntry(entry: Dirent, folder: string): TreeEntry["kind"] | Promise<TreeEntry["kind"]> {
    if (entry.isFile()) return "file";
    if (entry.isDirectory()) return "folder";
    return entry.isSymbolicLink() ? this.#kindOfLink(entry.name, folder) : "odd";
  }

  async #kindOfLink(linkName: string, folder: string): Promise<TreeEntry["kind"]> {
    const name = pathIn(folder, linkName);
    const real = await realpath(join(this.place, name)).catch(() => null);
    const target = real === null ? null : await stat(real).catch(() => null);
    if (real === null || target === null) return this.#leave(name, "broken_link");
    if (!this.#followLinks && !isInside(this.#root, real)) {
      // A link to a text or the like takes nothing from a dataset.
      return target.isDirectory() || isWanted(name) ? this.#leave(name, "link") : "left_out";
    }
    if (target.isFile()) return "file";
    if (!target.isDirectory()) return "odd";
    return await this.#isCircle(real, folder) ? "left_out" : "folder";
  }

  /** Whether a link in `folder` leads to a folder through which the way to it went, or above one: it would never end. */
  async #isCircle(real: string, folder: string): Promise<boolean> {
    for (let way = folder;; way = way.slice(0, Math.max(way.lastIndexOf("/"), 0))) {
      if (isInside(real, await this.#realPathOf(way))) return true;
      if (way === "") return false;
    }
  }

  #realPathOf(folder: string): Promise<string> {
    let real = this.#realPaths.get(folder);
    if (real === undefined) {
      this.#realPaths.set(folder, real = realpath(join(this.place, folder)));
    }
    return real;
  }

  #leave(name: string, reason: LeftOut["reason"]): "left_out" {
    this.#leftOut.push({ name, reason });
    return "left_out";
  }
}

/** Whether a name is that of something that datasets are made of. */
function isWanted(name: string): boolean {
  return isVideoName(name) || isFrameName(name) || isLabelName(name) || isArchiveName(name);
}

function isInside(root: string, real: string): boolean {
  const way = relative(root, real);
  return way !== ".." && !way.startsWith("../");
}

function linkedLabels(path: string, leftOut: readonly LeftOut[]) {
  const isBroken = leftOut.some(({ name, reason }) => name === path && reason === "broken_link");
  return inputError("DATASET_LABELS_LINKED", {
    what: isBroken
      ? `the dataset's ${path} is a link whose target is missing`
      : `the dataset's ${path} is a link that leads out of the dataset's folder`,
    remedy: isBroken
      ? "Put the file itself in its place"
      : "Pass --follow-links, or put the file itself in its place",
  });
}

function unreadable(folder: string, cause: unknown) {
  return inputError("DATASET_UNREADABLE", {
    what: `the folder ${shellWord(folder)} cannot be read`,
    remedy: "Check that it exists and that you may read it",
    cause,
  });
}
