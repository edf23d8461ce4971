import { ok } from "node:assert/strict";
import type { ArchiveFolder } from "../../../src/platform/archives/member_tree.ts";

/** The files of an archive by path, as text cut out of its bytes; packed files and links by their kind. */
export function listed(
  root: ArchiveFolder,
  bytes: Uint8Array,
  before = "",
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, node] of root.children) {
    const path = before + name;
    if (node.kind === "folder") Object.assign(found, listed(node, bytes, `${path}/`));
    else if (node.kind === "link") found[path] = "(link)";
    else if (node.packed !== null) found[path] = `(${node.packed.method})`;
    else found[path] = new TextDecoder().decode(bytes.subarray(node.span.start, node.span.end));
  }
  return found;
}

/** Checks that all files of an archive are inside its bytes. */
export function requireInsideBytes(root: ArchiveFolder, bytes: Uint8Array): void {
  for (const node of root.children.values()) {
    if (node.kind === "folder") requireInsideBytes(node, bytes);
    if (node.kind !== "file") continue;
    const { start, end } = node.span;
    ok(start >= 0 && start <= end && end <= bytes.length);
  }
}
