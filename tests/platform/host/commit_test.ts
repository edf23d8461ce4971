import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readCheckedOutCommit } from "../../../src/platform/host/commit.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** A checkout with these files, all of them in git's index, version 2. */
async function checkout(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(root, ".git", "refs", "heads"), { recursive: true });
  await mkdir(join(root, "src"), { recursive: true });
  await writeFile(join(root, ".git", "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(root, ".git", "refs", "heads", "main"), `${COMMIT}\n`);
  const entries: Uint8Array[] = [];
  for (const [path, text] of Object.entries(files).sort()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    entries.push(await entry(root, path, text));
  }
  const head = new Uint8Array(12);
  head.set(new TextEncoder().encode("DIRC"));
  new DataView(head.buffer).setUint32(4, 2);
  new DataView(head.buffer).setUint32(8, entries.length);
  await writeFile(join(root, ".git", "index"), Buffer.concat([head, ...entries]));
}

async function entry(root: string, path: string, text: string): Promise<Uint8Array> {
  const name = new TextEncoder().encode(path);
  const bytes = new Uint8Array((62 + name.length + 8) & ~7);
  const view = new DataView(bytes.buffer);
  const { mtimeMs, size } = await stat(join(root, path));
  view.setUint32(8, Math.floor(mtimeMs / 1000));
  view.setUint32(12, Math.floor(mtimeMs % 1000) * 1e6);
  view.setUint32(36, size);
  bytes.set(createHash("sha1").update(`blob ${size}\0${text}`).digest(), 40);
  view.setUint16(60, name.length);
  bytes.set(name, 62);
  return bytes;
}

async function inCheckout(test: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await checkout(root, { "src/a.ts": "one", "src/deep/b.ts": "two", "README.md": "text" });
    await test(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Files written within one millisecond look alike to git, too. */
async function edit(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await utimes(path, 1, 1);
}

Deno.test("an unedited checkout is reported as its commit, also after files were touched", () =>
  inCheckout(async (root) => {
    assert.equal(await readCheckedOutCommit(root), COMMIT);
    await edit(join(root, "src/a.ts"), "one");
    await edit(join(root, "README.md"), "other text");
    assert.equal(await readCheckedOutCommit(root), COMMIT);
  }));

const CHANGES: Readonly<Record<string, (root: string) => Promise<void>>> = {
  "edited": (root) => edit(join(root, "src/deep/b.ts"), "TWO"),
  "longer": (root) => edit(join(root, "src/a.ts"), "one and a half"),
  "gone": (root) => rm(join(root, "src/a.ts")),
  "new": (root) => writeFile(join(root, "src/c.ts"), "three"),
};

for (const [name, change] of Object.entries(CHANGES)) {
  Deno.test(`a source file that is ${name} is reported`, () =>
    inCheckout(async (root) => {
      await change(root);
      assert.equal(await readCheckedOutCommit(root), `${COMMIT}+changes`);
    }));
}

Deno.test("without a repository there is no commit; without an index no changes are reported", () =>
  inCheckout(async (root) => {
    await writeFile(join(root, ".git", "index"), "DIRC of another kind");
    assert.equal(await readCheckedOutCommit(root), COMMIT);
    await rm(join(root, ".git"), { recursive: true });
    assert.equal(await readCheckedOutCommit(root), null);
  }));
