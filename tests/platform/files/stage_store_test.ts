import { deepEqual as same, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { evictOldest } from "../../../src/platform/files/cache_eviction.ts";
import { openStageStore, type StageStore } from "../../../src/platform/files/stage_store.ts";
import { inFolder } from "../../commands/in_folder.ts";

const KEY = "ab".repeat(32);
const OTHER = "abc".repeat(22).slice(0, 64);

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Puts records under a key; their facts are their names. */
async function put(store: StageStore, key: string, records: Readonly<Record<string, string>>) {
  const writer = store.extend("crop", key);
  for (const [name, text] of Object.entries(records)) {
    await writer.add(name, () => ({ facts: name, bytes: bytesOf(text) }));
  }
  await writer.commit();
}

/** What is known under a key of some names. */
async function get(store: StageStore, key: string, names: readonly string[]) {
  const entry = await store.open("crop", key);
  try {
    const texts: Record<string, string | null> = {};
    for (const name of names) {
      const record = await entry.read(name);
      if (record) equal(record.facts, name);
      texts[name] = record && new TextDecoder().decode(record.bytes);
    }
    return texts;
  } finally {
    await entry.close();
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

Deno.test("committed records are read back, from several writers and in another store", () =>
  inFolder(async (folder) => {
    const store = await openStageStore({ folder });
    await put(store, KEY, { a: "first", empty: "" });
    await put(store, KEY, { b: "second" });
    await put(store, OTHER, { a: "of another key" });
    const expected = { a: "first", empty: "", b: "second", c: null };
    same(await get(store, KEY, Object.keys(expected)), expected);
    same(await get(await openStageStore({ folder }), KEY, Object.keys(expected)), expected);
    same(await get(store, OTHER, ["a", "b"]), { a: "of another key", b: null });
  }));

Deno.test("discarded and uncommitted records are absent, and leave no file", () =>
  inFolder(async (folder) => {
    const store = await openStageStore({ folder });
    const writer = store.extend("crop", KEY);
    await writer.add("a", () => ({ facts: "a", bytes: bytesOf("text") }));
    same(await get(store, KEY, ["a"]), { a: null });
    await writer.discard();
    await writer.add("b", () => ({ facts: "b", bytes: bytesOf("text") }));
    await writer.commit();
    same(filesIn(folder), []);
    await store.extend("crop", KEY).commit();
    same(filesIn(folder), []);
  }));

Deno.test("equal results of two processes are stored once", () =>
  inFolder(async (folder) => {
    await put(await openStageStore({ folder }), KEY, { a: "text" });
    await put(await openStageStore({ folder }), KEY, { a: "text" });
    equal(filesIn(folder).length, 1);
  }));

Deno.test("damaged records are absent, never wrong, and can be stored again", () =>
  inFolder(async (folder) => {
    const records = { a: "x".repeat(300), b: "y".repeat(200), c: "" };
    const store = await openStageStore({ folder });
    await put(store, KEY, records);
    const file = filesIn(folder)[0]!;
    const whole = readFileSync(file);
    const names = Object.keys(records);
    const damage = fc.oneof(
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.record({ at: fc.nat(whole.length - 1), by: fc.integer({ min: 1, max: 255 }) })
        .map(({ at, by }) => whole.map((byte, i) => i === at ? byte ^ by : byte)),
      fc.uint8Array({ maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        writeFileSync(file, bytes);
        const found = await get(store, KEY, names);
        ok(names.some((name) => found[name] === null), "something is missing");
        for (const name of names) {
          ok(found[name] === null || found[name] === records[name as "a"], name);
        }
        await put(store, KEY, records);
        same(await get(store, KEY, names), records);
      }),
      { numRuns: 200 },
    );
  }));

Deno.test("an entry renamed to another key is not used for it", () =>
  inFolder(async (folder) => {
    const store = await openStageStore({ folder });
    await put(store, KEY, { a: "text" });
    const file = filesIn(folder)[0]!;
    writeFileSync(file.replace(KEY, OTHER), readFileSync(file));
    same(await get(store, OTHER, ["a"]), { a: null });
    same(await get(store, KEY, ["a"]), { a: "text" });
  }));

Deno.test("the store stays within its limit and keeps what was used last", () =>
  inFolder(async (folder) => {
    const limit = 100_000;
    const store = await openStageStore({ folder, limit });
    const keyOf = (i: number) => i.toString(16).padStart(64, "0");
    for (let i = 0; i < 60; i++) {
      await put(store, keyOf(i), { a: String.fromCharCode(97 + i % 26).repeat(5000) });
      for (const file of filesIn(folder)) {
        if (file.includes(keyOf(i))) utimesSync(file, 1000 + i, 1000 + i);
      }
      if (i < 10) await get(store, keyOf(0), ["a"]); // is in use
    }
    const sizes = filesIn(folder).map((file) => statSync(file).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    ok(total <= limit * (1 + 1 / 16) + 6000, `${total} bytes`);
    ok(total > limit / 2, `only ${total} bytes`);
    same(await get(store, keyOf(59), ["a"]), { a: "h".repeat(5000) });
    same(await get(store, keyOf(0), ["a"]), { a: "a".repeat(5000) });
    same(await get(store, keyOf(1), ["a"]), { a: null });
  }));

Deno.test("an entry that would evict everything else is not stored", () =>
  inFolder(async (folder) => {
    const store = await openStageStore({ folder, limit: 10_000 });
    await put(store, KEY, { a: "x".repeat(5000) });
    same(filesIn(folder), []);
    equal(store.problem(), null);
  }));

Deno.test("abandoned drafts are removed, active ones stay", () =>
  inFolder(async (folder) => {
    const old = join(folder, "old.tmp");
    const fresh = join(folder, "fresh.tmp");
    for (const path of [old, fresh]) writeFileSync(path, "text");
    utimesSync(old, 1000, 1000);
    await evictOldest(folder, 1e6);
    same(filesIn(folder), [fresh]);
  }));

Deno.test("an entry that another process uses during eviction stays", () =>
  inFolder(async (folder) => {
    const names = ["a.onnx", "b.onnx", "c.txt"].map((name) => join(folder, name));
    for (const path of names) {
      writeFileSync(path, "text");
      utimesSync(path, 1000, 1000);
    }
    const asked = new Set<string>();
    const lastUse = (path: string) => {
      const isAgain = asked.has(path);
      asked.add(path);
      return Promise.resolve(isAgain && path === names[0] ? Date.now() : null);
    };
    await evictOldest(folder, 1, { suffix: ".onnx", spareMs: 60_000, lastUse });
    same(filesIn(folder), [names[0], names[2]]);
  }));

Deno.test("a read-only folder is reported and has no other effect", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    writeFileSync(file, "no folder");
    const store = await openStageStore({ folder: join(file, "stages") });
    equal(store.problem(), null);
    await put(store, KEY, { a: "text" });
    ok(store.problem());
    same(await get(store, KEY, ["a"]), { a: null });
    await put(store, OTHER, { a: "text" });
  }));
