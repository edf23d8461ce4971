/** Bytes `start` to `end` (exclusive) of an archive's file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file in an archive. */
export interface ArchiveFile {
  readonly kind: "file";
  readonly span: Span;
  /** `null`: its bytes are stored as they are. `inflate`: `size` bytes once inflated; `other`: they are not read. */
  readonly packed: { readonly method: "inflate" | "other"; readonly size: number } | null;
  /** CRC-32 of its content; `null`: the archive has none. */
  readonly crc32: number | null;
}

/** A folder in an archive, with what is in it by name. */
export interface ArchiveFolder {
  readonly kind: "folder";
  readonly children: Map<string, ArchiveNode>;
}

/** A symbolic link in an archive, which is not followed. */
export interface ArchiveLink {
  readonly kind: "link";
}

export type ArchiveNode = ArchiveFile | ArchiveFolder | ArchiveLink;

/** Most members that an archive may have. */
export const MOST_MEMBERS = 2_000_000;

/** Folders in each other. */
const DEEPEST = 100;

/** Folders that macOS's packer adds, with copies of nothing but attributes. */
const NOT_PART = "__MACOSX";

/**
 * Puts a member into the tree of an archive; the folders that it is in need not be members. Names that begin with a dot
 * are left out, as in folders.
 * @param member its path, with `/` between folders; `replaces`: whether a later member of the same path counts
 * @throws RangeError for a path that leads out of the archive, and for two members of one path
 */
export function addMember(
  root: ArchiveFolder,
  { path, node, replaces }: {
    readonly path: string;
    readonly node: ArchiveNode;
    readonly replaces: boolean;
  },
): void {
  const parts = partsOf(path);
  const name = parts.pop();
  if (name === undefined || [...parts, name].some(isLeftOut)) return;
  let folder = root;
  for (const part of parts) {
    let child = folder.children.get(part);
    if (child === undefined) folder.children.set(part, child = emptyFolder());
    if (child.kind !== "folder") throw new RangeError("a file in it is also a folder");
    folder = child;
  }
  const before = folder.children.get(name);
  if (before?.kind === "folder" && node.kind === "folder") return;
  const isFine = before === undefined || (replaces && before.kind !== "folder");
  if (!isFine) throw new RangeError("two files in it have the same name");
  folder.children.set(name, node);
}

/** Finds a member; `null`: there is none. */
export function findMember(root: ArchiveFolder, path: string): ArchiveNode | null {
  let node: ArchiveNode | undefined = root;
  for (const part of partsOf(path)) {
    node = node?.kind === "folder" ? node.children.get(part) : undefined;
  }
  return node ?? null;
}

export function emptyFolder(): ArchiveFolder {
  return { kind: "folder", children: new Map() };
}

/** The parts of a path without `.`, which packers write before names. @throws RangeError when it leads out */
function partsOf(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const isOutside = path.startsWith("/") || path.includes("\0") || parts.includes("..");
  if (isOutside) throw new RangeError("a file in it has a path that leads out of it");
  if (parts.length > DEEPEST) throw new RangeError("it has too many folders in each other");
  return parts;
}

function isLeftOut(part: string): boolean {
  return part.startsWith(".") || part === NOT_PART;
}
