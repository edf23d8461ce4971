import { inputError } from "../../records/errors.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { compareNaturally } from "../tree/natural_order.ts";
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
    const namesIn = new Map<string, Set<string>>();
    for (const path of written) {
      const plain = plainPath(path);
      const slash = plain.lastIndexOf("/");
      const folder = plain.slice(0, Math.max(slash, 0));
      const names = namesIn.get(folder) ?? new Set();
      namesIn.set(folder, names.add(plain.slice(slash + 1)));
    }
    const found: string[] = [];
    for (const folder of [...namesIn.keys()].sort(compareNaturally)) {
      const place = await this.#folderFor(id, folder);
      if (place === null) continue;
      for (const name of sortedFrames(namesIn.get(folder)!)) {
        found.push(place === "" ? name : `${place}/${name}`);
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
    const place = candidate.path === "" ? name : `${candidate.path}/${name}`;
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

/** Writes a path with `/`, without `.` and empty parts at its beginning or within. */
function plainPath(path: string): string {
  return path.replaceAll("\\", "/").split("/").filter((part) => part !== "" && part !== ".").join(
    "/",
  );
}

/** Sorts names naturally; those that are numbers, as almost all are, in a way that is quick. */
function sortedFrames(names: ReadonlySet<string>): readonly string[] {
  const numbered = [...names].map((name) => ({ name, number: Number(name.replace(/\.\w+$/, "")) }));
  const areNumbers = numbered.every(({ name }) => /^\d{1,15}\.\w+$/.test(name));
  if (!areNumbers) return [...names].sort(compareNaturally);
  return numbered.sort((a, b) => a.number - b.number || compareNaturally(a.name, b.name))
    .map(({ name }) => name);
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
