import assert from "node:assert/strict";
import { join } from "node:path";
import { systemClock } from "../../../src/platform/host/clock.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { readLastUse, rememberedHash } from "../../../src/platform/files/remembered_hash.ts";
import { manualClock } from "../host/manual_clock.ts";

/** Hashes a file and counts how often it is read. */
function counting() {
  let reads = 0;
  const compute = async (path: string) => {
    reads += 1;
    return sha256Hex(await Deno.readFile(path));
  };
  return { compute, reads: () => reads };
}

/** Waits until what is written in a folder gets a later time than a file has: a tick is a second on some systems. */
async function tickAfter(path: string, folder: string): Promise<void> {
  const changed = async (path: string) => (await Deno.stat(path)).ctime!.getTime();
  const probe = join(folder, "probe");
  const last = await changed(path);
  do {
    await systemClock.wait(10);
    await Deno.writeTextFile(probe, "");
  } while (await changed(probe) <= last);
}

/** Longer than a file counts as just changed, its times being whole seconds. */
const SETTLED_MS = 4200;

Deno.test("a file is read again only after it may have changed", async () => {
  const place = await Deno.makeTempDir({ prefix: "assay-test-" });
  const { compute, reads } = counting();
  try {
    const [path, other] = [join(place, "a.onnx"), join(place, "b.onnx")];
    await Deno.writeTextFile(path, "weights");
    await Deno.writeTextFile(other, "WEIGHTS");
    const clock = manualClock((await Deno.stat(path)).ctime!.getTime());
    const options = { folder: join(place, "hashes"), kind: "sha256", compute, clock };
    for (let i = 0; i < 2; i++) {
      assert.equal(await rememberedHash(path, options), sha256Hex("weights"));
    }
    assert.equal(reads(), 2, "just written, it may change within the clock's tick");
    clock.advance(SETTLED_MS);
    for (let i = 0; i < 3; i++) {
      assert.equal(await rememberedHash(path, options), sha256Hex("weights"));
    }
    assert.equal(reads(), 3);
    for (const { name } of Deno.readDirSync(options.folder)) {
      await Deno.utime(join(options.folder, name), 1000, 1000);
    }
    assert.equal(await readLastUse(path, options), 1_000_000);
    await rememberedHash(path, options);
    assert.equal(await readLastUse(path, options), clock.time(), "asking is noted");
    assert.equal(await readLastUse(other, options), null);
    assert.equal(reads(), 3);
    assert.equal(await rememberedHash(path, { ...options, kind: "other" }), sha256Hex("weights"));
    assert.equal(reads(), 4, "another hash is another matter");

    await tickAfter(path, place);
    const { mtime } = await Deno.stat(path);
    await Deno.writeTextFile(path, "WEIGHTS");
    await Deno.utime(path, mtime!, mtime!); // as many bytes, and the old time put back
    assert.equal(await rememberedHash(path, options), sha256Hex("WEIGHTS"));
    await Deno.rename(other, path);
    assert.equal(await rememberedHash(path, options), sha256Hex("WEIGHTS"));
    assert.equal(reads(), 6, "another file under the same name is read");
  } finally {
    await Deno.remove(place, { recursive: true });
  }
});

Deno.test("a hash that cannot be stored or read back is computed again", async () => {
  const place = await Deno.makeTempDir({ prefix: "assay-test-" });
  const { compute } = counting();
  try {
    await Deno.writeTextFile(join(place, "taken"), "a file where the folder should be");
    const [folder, path] = [join(place, "taken"), new URL(import.meta.url).pathname];
    const expected = sha256Hex(await Deno.readFile(path));
    assert.equal(await rememberedHash(path, { folder, kind: "sha256", compute }), expected);
    const notes = join(place, "notes");
    const clock = manualClock((await Deno.stat(path)).ctime!.getTime() + SETTLED_MS);
    const options = { folder: notes, kind: "sha256", compute, clock };
    assert.equal(await rememberedHash(path, options), expected);
    for await (const { name } of Deno.readDir(notes)) {
      await Deno.writeTextFile(join(notes, name), "{damaged");
    }
    assert.equal(await rememberedHash(path, options), expected);
    await assert.rejects(rememberedHash(join(place, "missing"), options), Deno.errors.NotFound);
  } finally {
    await Deno.remove(place, { recursive: true });
  }
});

Deno.test("the least recently used of many hashes are removed", async () => {
  const place = await Deno.makeTempDir({ prefix: "assay-test-" });
  const { compute } = counting();
  const folder = join(place, "hashes");
  try {
    const [old, recent] = [join(folder, "old.json"), join(folder, "recent.json")];
    await Deno.mkdir(folder);
    for (const note of [old, recent]) await Deno.writeFile(note, new Uint8Array(6e5));
    await Deno.utime(old, 1000, 1000);
    const path = join(place, "a.onnx");
    await Deno.writeTextFile(path, "weights");
    const clock = manualClock((await Deno.stat(path)).ctime!.getTime() + SETTLED_MS);
    await rememberedHash(path, { folder, kind: "sha256", compute, clock });
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.equal(left.length, 2);
    assert.ok(left.includes("recent.json") && !left.includes("old.json"), left.join());
  } finally {
    await Deno.remove(place, { recursive: true });
  }
});
