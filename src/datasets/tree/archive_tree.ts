import { basename, join } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { isArchiveName, isCompressedArchiveName } from "../../platform/archives/archive_names.ts";
import type {
  ArchiveFile,
  ArchiveFolder,
  ArchiveNode,
} from "../../platform/archives/member_tree.ts";
import { inputError } from "../../records/errors.ts";
import type { ClipSource, LeftOut } from "../../records/video.ts";
import { isFrameName, isVideoName } from "./clip_names.ts";
import type { DatasetTree, TreeEntry } from "./dataset_tree.ts";
import type { Mounted } from "./mount_archives.ts";
import { loadLater } from "../../platform/host/load_later.ts";
import { pathIn } from "./path_in.ts";
import { compareNaturally } from "../../base/text/compare_naturally.ts";

/**
 * A tree of files in which archives count as unpacked where they lie: their members are in the archive's place. The
 * members are under the archive's name without its extension where they would meet files that are there already, or
 * are loose pictures. An archive's directory is read when its folder is.
 * @param base the files with the archives
 */
export function archiveTree(base: DatasetTree): DatasetTree {
  return new ArchiveTree(base.place, base, []);
}

/** The members of one archive as a tree. @param archive absolute path */
export function treeOfArchive(archive: string, folder: ArchiveFolder): DatasetTree {
  return new ArchiveTree(archive, null, [{ archive, node: folder }]);
}

/** What is at a path. */
interface Place {
  readonly kind: TreeEntry["kind"];
  /** Whether the tree below has it. */
  readonly inBase: boolean;
  /** Folders of archives that are merged here, or one file. */
  readonly mounted: readonly Mounted[];
}

/** Content of a folder by name. */
type Content = ReadonlyMap<string, Place>;

const NOTHING: Content = new Map();

class ArchiveTree implements DatasetTree {
  readonly place: string;
  readonly #base: DatasetTree | null;
  readonly #root: Place;
  readonly #known = new Map<string, Promise<Content>>();
  readonly #listed = new Map<string, readonly TreeEntry[]>();
  readonly #leftOut: LeftOut[] = [];

  constructor(place: string, base: DatasetTree | null, mounted: readonly Mounted[]) {
    this.place = place;
    this.#base = base;
    this.#root = { kind: "folder", inBase: base !== null, mounted };
  }

  async entries(folder: string): Promise<readonly TreeEntry[]> {
    const content = await this.#contentOf(folder);
    let listed = this.#listed.get(folder);
    if (listed === undefined) {
      listed = Array.from(content, ([name, { kind }]) => ({ name, kind }))
        .sort((a, b) => compareCodePoints(a.name, b.name));
      this.#listed.set(folder, listed);
    }
    return listed;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const place = await this.#placeOf(path);
    if (place?.inBase) return await this.#base!.read(path); // it refuses what is no file by its name
    if (place?.kind !== "file") return null;
    const { readMemberBytes } = await loadLater<typeof import("./member_bytes.ts")>(
      new URL("./member_bytes.ts", import.meta.url),
    );
    const { archive, node } = place.mounted[0]!;
    return readMemberBytes(archive, { path, file: node as ArchiveFile });
  }

  async clip(path: string): Promise<ClipSource | null> {
    const place = await this.#placeOf(path);
    if (place === null || place.kind === "left_out") return null;
    if (!place.inBase) {
      const { archive, node } = place.mounted[0]!;
      if (node.kind === "file") return { kind: "member", archive, ...node.span };
    }
    const own = place.inBase ? await this.#base!.clip(path) : null;
    const all = [...own === null ? [] : [own], ...framesIn(place.mounted)];
    if (all.length > 1) throw framesApart(path, all);
    return all[0] ?? null;
  }

  leftOut(): readonly LeftOut[] {
    return [...this.#base?.leftOut() ?? [], ...this.#leftOut];
  }

  async #placeOf(path: string): Promise<Place | null> {
    if (path === "") return this.#root;
    const slash = path.lastIndexOf("/");
    const content = await this.#contentOf(slash === -1 ? "" : path.slice(0, slash));
    return content.get(path.slice(slash + 1)) ?? null;
  }

  #contentOf(folder: string): Promise<Content> {
    let content = this.#known.get(folder);
    if (content === undefined) this.#known.set(folder, content = this.#readContent(folder));
    return content;
  }

  async #readContent(folder: string): Promise<Content> {
    const place = await this.#placeOf(folder);
    if (place?.kind !== "folder") return NOTHING;
    const found = place.inBase ? await this.#base!.entries(folder) : [];
    const content = new Map<string, Place>();
    for (const { name, kind } of found) {
      const isCompressed = kind === "file" && isCompressedArchiveName(name);
      if (isCompressed) this.#leave(pathIn(folder, name), "compressed");
      content.set(name, { kind: isCompressed ? "left_out" : kind, inBase: true, mounted: [] });
    }
    for (const { archive, node } of place.mounted) {
      this.#mount(content, { archive, folder, node: node as ArchiveFolder });
    }
    const archives = found.filter(({ name, kind }) => kind === "file" && isArchiveName(name));
    if (archives.length > 0) await this.#mountArchives(content, { folder, archives });
    return content;
  }

  /** Puts the archives of a folder in their places. */
  async #mountArchives(
    content: Map<string, Place>,
    { folder, archives }: {
      readonly folder: string;
      readonly archives: readonly TreeEntry[];
    },
  ): Promise<void> {
    const { mountArchives } = await loadLater<typeof import("./mount_archives.ts")>(
      new URL("./mount_archives.ts", import.meta.url),
    );
    const names = archives.map(({ name }) => name);
    const isTaken = (path: string) => this.#takenAt(content, folder, path);
    const { mounts, unread } = await mountArchives(names, {
      fileOf: (name) => join(this.place, folder, name),
      isTaken,
    });
    for (const name of unread) {
      content.set(name, { kind: "left_out", inBase: true, mounted: [] });
      this.#leave(pathIn(folder, name), "archive");
    }
    for (const { name } of mounts) content.delete(name);
    for (const { archive, node } of mounts) this.#mount(content, { archive, folder, node });
  }

  /** What is at a path in a folder apart from the archives in it; `null`: nothing. */
  async #takenAt(
    content: Content,
    folder: string,
    path: string,
  ): Promise<TreeEntry["kind"] | null> {
    const [first = "", ...rest] = path.split("/");
    let place = content.get(first);
    for (const [i, name] of rest.entries()) {
      if (place?.kind !== "folder") return null;
      const at = pathIn(folder, [first, ...rest.slice(0, i)].join("/"));
      const below = place.inBase ? await this.#base!.entries(at) : [];
      const kind = below.find((entry) => entry.name === name)?.kind;
      const mounted = place.mounted.flatMap(({ archive, node }) => {
        const child = (node as ArchiveFolder).children.get(name);
        return child === undefined ? [] : [{ archive, node: child }];
      });
      if (kind === undefined && mounted.length === 0) return null;
      const kinds = kind ?? (mounted[0]!.node.kind === "folder" ? "folder" : "file");
      place = { kind: kinds, inBase: kind !== undefined, mounted };
    }
    return place?.kind ?? null;
  }

  /** Adds what is in a folder of an archive to the content of a folder. */
  #mount(
    content: Map<string, Place>,
    { archive, folder, node }: {
      readonly archive: string;
      readonly folder: string;
      readonly node: ArchiveFolder;
    },
  ): void {
    for (const [name, child] of node.children) {
      const known = content.get(name);
      const mounted = [...known?.mounted ?? [], { archive, node: child }];
      const reason = reasonToLeave(name, child);
      if (reason !== null) this.#leave(pathIn(folder, name), reason, basename(archive));
      const kind = reason !== null ? "left_out" : child.kind === "folder" ? "folder" : "file";
      content.set(name, { kind, inBase: known?.inBase ?? false, mounted });
    }
  }

  #leave(name: string, reason: LeftOut["reason"], archive?: string): void {
    this.#leftOut.push({ name, reason, ...archive !== undefined && { archive } });
  }
}

/** Why a member is not part of the dataset; `null`: it is. Archives in archives are not opened. */
function reasonToLeave(name: string, node: ArchiveNode): LeftOut["reason"] | null {
  if (node.kind === "link") return "member_link";
  if (node.kind === "file" && (isArchiveName(name) || isCompressedArchiveName(name))) {
    return "archive";
  }
  const isPacked = node.kind === "file" && node.packed !== null;
  return isPacked && (isVideoName(name) || isFrameName(name)) ? "compressed" : null;
}

/** The pictures of each archive that has some in the folder, in natural order. */
function framesIn(mounted: readonly Mounted[]): readonly ClipSource[] {
  return mounted.flatMap(({ archive, node }): readonly ClipSource[] => {
    if (node.kind !== "folder") return [];
    const names = Array.from(node.children.keys()).filter(isFrameName).sort(compareNaturally);
    const spans = names.flatMap((name) => {
      const child = node.children.get(name)!;
      return child.kind === "file" && child.packed === null ? [child.span] : [];
    });
    return spans.length === 0 ? [] : [{ kind: "member_frames", archive, spans }];
  });
}

/** Makes the error for a video of which some frames lie here and others there, so that none is complete. */
function framesApart(path: string, sources: readonly ClipSource[]) {
  const places = sources.map((source) =>
    "archive" in source ? basename(source.archive) : "its folder"
  );
  return inputError("DATASET_FRAMES_APART", {
    what: `the frames of ${JSON.stringify(path)} lie in ${places.join(" and in ")}`,
    remedy: "Unpack them into one folder, and move the archives away",
  });
}
