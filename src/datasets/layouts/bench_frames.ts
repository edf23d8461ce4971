import { inputError } from "../../records/errors.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { pathIn } from "../tree/path_in.ts";
import { compareNaturally } from "../../base/text/compare_naturally.ts";
import { folderNames } from "../tree/walk_tree.ts";

/** A folder of the tree that may stand for a written one, with the names of the folders in it. */
interface Candidate {
  readonly path: string;
  readonly folders: ReadonlySet<string>;
}

/** The clip whose frames were written to lie in a folder. */
interface Owner {
  readonly id: string;
  readonly written: string;
}

/**
 * Finds frames in a tree by paths that were written on another machine: of each path the longest end that is there
 * counts. What stands for the folder above clips' folders is looked for once.
 */
export class FrameFinder {
  readonly #tree: DatasetTree;
  readonly #candidates = new Map<string, Promise<readonly Candidate[]>>();
  readonly #owners = new Map<string, Owner>();

  constructor(tree: DatasetTree) {
    this.#tree = tree;
  }

  /**
   * Finds the frames of a clip.
   * @param written paths of pictures, with `/` or `\`, in any order
   * @returns paths in the tree, in natural order; empty: their folder is not there
   * @throws AssayError DATASET_ROOT (exit 3) when two clips would be read from one folder
   */
  async find(id: string, written: readonly string[]): Promise<readonly string[]> {
    const namesIn = framesByFolder(written);
    const found: string[] = [];
    for (const folder of [...namesIn.keys()].sort(compareNaturally)) {
      const place = await this.#folderFor(id, folder);
      if (place === null) continue;
      for (const name of sortedFrames(namesIn.get(folder)!)) {
        found.push(pathIn(place, name));
      }
    }
    return found;
  }

  async #folderFor(id: string, written: string): Promise<string | null> {
    if (written === "") return "";
    const above = written.slice(0, Math.max(written.lastIndexOf("/"), 0));
    const name = written.slice(written.lastIndexOf("/") + 1);
    let candidates = this.#candidates.get(above);
    if (candidates === undefined) {
      this.#candidates.set(above, candidates = candidatesFor(this.#tree, above));
    }
    const candidate = (await candidates).find(({ folders }) => folders.has(name));
    if (candidate === undefined) return null;
    const place = pathIn(candidate.path, name);
    const owner = this.#owners.get(place);
    if (owner === undefined) this.#owners.set(place, { id, written });
    else if (owner.id !== id) throw rootError(place, [owner, { id, written }]);
    return place;
  }
}

/** The folders of the tree whose paths are an end of a written one, the longest first, and at last the tree itself. */
async function candidatesFor(tree: DatasetTree, above: string): Promise<readonly Candidate[]> {
  const parts = above.split("/").filter((part) => part !== "");
  const found: Candidate[] = [];
  for (let from = 0; from <= parts.length; from++) {
    const path = parts.slice(from).join("/");
    const folders = await folderNames(tree, path);
    if (folders.length > 0) found.push({ path, folders: new Set(folders) });
  }
  return found;
}

/** Names of pictures by the folders that they were written to lie in. */
function framesByFolder(written: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const namesIn = new Map<string, Set<string>>();
  let last = { written: "", names: new Set<string>() };
  for (const path of written) {
    const slash = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    const folder = path.slice(0, slash + 1);
    if (folder !== last.written || namesIn.size === 0) { // few clips have more than one
      const plain = plainPath(folder);
      last = { written: folder, names: namesIn.get(plain) ?? new Set() };
      namesIn.set(plain, last.names);
    }
    last.names.add(path.slice(slash + 1));
  }
  return namesIn;
}

/** Writes a path with `/`, without `.` and empty parts at its beginning or within. */
function plainPath(path: string): string {
  return path.replaceAll("\\", "/").split("/").filter((part) => part !== "" && part !== ".").join(
    "/",
  );
}

/** Sorts names naturally. Numbers of the same width, which almost all are, need no parsing for that. */
function sortedFrames(names: ReadonlySet<string>): readonly string[] {
  const sorted = [...names];
  const { length = 0 } = sorted[0] ?? "";
  const isPlain = sorted.every((name) => name.length === length && /^\d+\.[a-z]+$/.test(name));
  return isPlain ? sorted.sort() : sorted.sort(compareNaturally);
}

/** Two clips in one folder: the folder that was given lies too deep to tell them apart. */
function rootError(place: string, [one, other]: readonly [Owner, Owner]) {
  const ones = one.written.split("/"), others = other.written.split("/");
  const from = ones.findIndex((part, i) => part !== others[i]);
  const names = [ones[from] ?? one.written, others[from] ?? other.written];
  return inputError("DATASET_ROOT", {
    what: `the frames of ${one.id} and of ${other.id} would both be read from ${place}`,
    remedy: `Pass with --root the folder that holds ${names.join(" and ")}`,
  });
}
