import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasEditedCode } from "./checkout_changes.ts";

/**
 * Reads the commit that is checked out from `.git`, without running git.
 * @returns 40 hex digits, followed by `+changes` if the code was edited; `null` where there is no repository
 */
export async function readCheckedOutCommit(root: string): Promise<string | null> {
  const git = await gitFolder(root);
  const commit = await headCommit(git);
  return commit !== null && hasEditedCode(root, git) ? `${commit}+changes` : commit;
}

async function headCommit(git: string): Promise<string | null> {
  const head = await textOf(join(git, "HEAD"));
  if (head === null) return null;
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return head;
  const common = await commonFolder(git);
  return await textOf(join(git, ref)) ?? await textOf(join(common, ref)) ??
    await packedRef(common, ref);
}

/** Returns `.git` itself, or the folder that it refers to in a linked worktree. */
async function gitFolder(root: string): Promise<string> {
  const pointer = await textOf(join(root, ".git"));
  return /^gitdir: (.+)$/.exec(pointer ?? "")?.[1] ?? join(root, ".git");
}

async function commonFolder(git: string): Promise<string> {
  const common = await textOf(join(git, "commondir"));
  return common === null ? git : join(git, common);
}

async function packedRef(git: string, ref: string): Promise<string | null> {
  const packed = await textOf(join(git, "packed-refs")) ?? "";
  const line = packed.split("\n").find((text) => text.endsWith(` ${ref}`));
  return line?.split(" ")[0] ?? null;
}

async function textOf(path: string): Promise<string | null> {
  return await readFile(path, "utf8").then((text) => text.trim(), () => null);
}
