import type { ArchiveFolder, ArchiveNode } from "../../platform/archives/member_tree.ts";
import { readArchive } from "../../platform/archives/open_archive.ts";
import { isFrameName, withoutExtension } from "./clip_names.ts";
import type { TreeEntry } from "./dataset_tree.ts";
import { pathIn } from "./path_in.ts";

/** A member, or all, of an archive in a tree. */
export interface Mounted {
  /** Absolute path of the archive. */
  readonly archive: string;
  readonly node: ArchiveNode;
}

/** An archive whose members are put into its folder. */
interface Mount {
  /** The archive's name in its folder. */
  readonly name: string;
  readonly archive: string;
  /** What is put there. */
  readonly node: ArchiveFolder;
}

interface MountTools {
  /** Absolute path of an archive. */
  fileOf(name: string): string;
  /** What is at a path in the folder; `null`: nothing. */
  isTaken(path: string): Promise<TreeEntry["kind"] | null>;
}

/**
 * Decides where the members of the archives in a folder are: in the folder, or under the archive's name without its
 * extension.
 * @returns `unread`: archives that cannot be read, or whose members have no place
 */
export async function mountArchives(
  names: readonly string[],
  { fileOf, isTaken }: MountTools,
): Promise<{ readonly mounts: readonly Mount[]; readonly unread: readonly string[] }> {
  const opened = names.map((name) => ({ name, archive: fileOf(name), node: opens(fileOf(name)) }));
  const unread = opened.flatMap(({ name, node }) => node === null ? [name] : []);
  const mounts = opened.flatMap(({ node, ...rest }) => node === null ? [] : [{ ...rest, node }]);
  const inPlace: Mount[] = [], apart: Mount[] = [];
  const shared = meetingArchives(mounts);
  for (const mount of mounts) {
    const isApart = shared.has(mount) || hasLoosePictures(mount.node) ||
      await meets(mount.node, "", isTaken);
    (isApart ? apart : inPlace).push(mount);
  }
  const named: Mount[] = [];
  for (const mount of apart) {
    const stem = withoutExtension(mount.name);
    const others = [...inPlace, ...named];
    const hasPlace = !others.some(({ node }) => node.children.has(stem)) &&
      await isTaken(stem) === null;
    if (hasPlace) named.push({ ...mount, node: folderOf(stem, mount.node) });
    else unread.push(mount.name);
  }
  return { mounts: [...inPlace, ...named], unread };
}

function opens(archive: string): ArchiveFolder | null {
  try {
    return readArchive(archive);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The archives of which a file is at the same path as something of another. */
function meetingArchives(mounts: readonly Mount[]): ReadonlySet<Mount> {
  const meeting = new Set<Mount>();
  const byName = new Map<string, Mount[]>();
  for (const mount of mounts) {
    for (const name of mount.node.children.keys()) {
      const others = byName.get(name) ?? [];
      for (const other of others) {
        if (meeting.has(mount) && meeting.has(other)) continue;
        if (!nodesMeet(other.node, mount.node)) continue;
        meeting.add(mount).add(other);
      }
      byName.set(name, [...others, mount]);
    }
  }
  return meeting;
}

/** Whether something of one folder is at the same path as something of another, apart from folders. */
function nodesMeet(one: ArchiveFolder, other: ArchiveFolder): boolean {
  const [few, many] = one.children.size < other.children.size ? [one, other] : [other, one];
  for (const [name, child] of few.children) {
    const found = many.children.get(name);
    if (found === undefined) continue;
    if (child.kind !== "folder" || found.kind !== "folder") return true;
    if (nodesMeet(child, found)) return true;
  }
  return false;
}

/** Whether something of a folder is at the path of something that is there, apart from folders. */
async function meets(
  { children }: ArchiveFolder,
  path: string,
  isTaken: MountTools["isTaken"],
): Promise<boolean> {
  for (const [name, child] of children) {
    const here = pathIn(path, name);
    const taken = await isTaken(here);
    if (taken === null) continue;
    if (child.kind !== "folder" || taken !== "folder") return true;
    if (await meets(child, here, isTaken)) return true;
  }
  return false;
}

/** Whether pictures are outside of any folder, so that they would be frames of whatever the archive lies in. */
function hasLoosePictures({ children }: ArchiveFolder): boolean {
  return Array.from(children).some(([name, { kind }]) => kind === "file" && isFrameName(name));
}

function folderOf(name: string, node: ArchiveFolder): ArchiveFolder {
  return { kind: "folder", children: new Map([[name, node]]) };
}
